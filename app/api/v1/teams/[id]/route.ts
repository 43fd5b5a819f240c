import { editTeam, removeTeam } from '@/lib/governance/server/edit-team'
import { restWrite } from '@/lib/governance/server/rest'
import { withMembers } from '@/lib/platform/rest'

type Params = { id: string }

export const PATCH = restWrite<Params>(({ params, body, run }) =>
  run(editTeam, withMembers(body, { teamId: params.id })),
)

export const DELETE = restWrite<Params>(({ params, run }) => run(removeTeam, { teamId: params.id }))
