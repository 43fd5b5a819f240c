import { revokeInvitation } from '@/lib/governance/server/invitations'
import { restWrite } from '@/lib/governance/server/rest'

export const DELETE = restWrite<{ id: string }>(({ params, run }) => run(revokeInvitation, { invitationId: params.id }))
