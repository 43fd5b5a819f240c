import { restRead } from '@/lib/governance/server/rest'
import { readIncidentView } from '@/lib/incidents/server/reads'

export const GET = restRead<{ id: string }>(({ runtime, actor, params: { id } }) =>
  readIncidentView(runtime, actor, id),
)
