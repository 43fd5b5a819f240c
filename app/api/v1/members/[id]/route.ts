import { editMember } from '@/lib/governance/server/edit-member'
import { removeMember } from '@/lib/governance/server/remove-member'
import { restWrite } from '@/lib/governance/server/rest'
import { withMembers } from '@/lib/platform/rest'

type Params = { id: string }

export const PATCH = restWrite<Params>(({ params, body, run }) =>
  run(editMember, withMembers(body, { userId: params.id })),
)

export const DELETE = restWrite<Params>(({ params, run }) => run(removeMember, { userId: params.id }))
