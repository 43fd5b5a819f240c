import { decideAccess } from '@/lib/governance/server/access-requests'
import { restWrite } from '@/lib/governance/server/rest'
import { withMembers } from '@/lib/platform/rest'

export const PATCH = restWrite<{ id: string }>(({ params, body, run }) =>
  run(decideAccess, withMembers(body, { requestId: params.id })),
)
