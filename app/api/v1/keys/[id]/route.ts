import { restWrite } from '@/lib/governance/server/rest'
import { revokeKey } from '@/lib/governance/server/revoke-key'

export const DELETE = restWrite<{ id: string }>(({ params, run }) => run(revokeKey, { keyId: params.id }))
