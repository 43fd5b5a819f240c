import { makeMemberResetLink } from '@/lib/governance/server/reset-link'
import { restWrite } from '@/lib/governance/server/rest'

export const POST = restWrite<{ id: string }>(
  ({ runtime, actor, params, options }) => makeMemberResetLink(runtime, { userId: params.id }, actor, options),
  { status: 201 },
)
