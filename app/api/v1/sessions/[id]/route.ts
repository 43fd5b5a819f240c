import { restWrite } from '@/lib/governance/server/rest'
import { revokeSession } from '@/lib/governance/server/revoke-session'

export const DELETE = restWrite<{ id: string }>(({ params, run }) => run(revokeSession, { sessionId: params.id }))
