import { restWrite } from '@/lib/governance/server/rest'
import { rotateKey } from '@/lib/governance/server/rotate-key'
import { withMembers } from '@/lib/platform/rest'

export const POST = restWrite<{ id: string }>(
  ({ runtime, actor, params, body, options }) =>
    rotateKey(runtime, withMembers(body, { keyId: params.id }), actor, options),
  { status: 201 },
)
