import { editSource } from '@/lib/feedback/server/sources'
import { restWrite } from '@/lib/governance/server/rest'
import { withMembers } from '@/lib/platform/rest'

export const PATCH = restWrite<{ id: string }>(({ run, body, params }) =>
  run(editSource, withMembers(body, { sourceId: params.id })),
)
