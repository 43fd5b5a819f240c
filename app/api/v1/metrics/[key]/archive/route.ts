import { archiveMetric } from '@/lib/analysis/server/edit-metric'
import { restWrite } from '@/lib/governance/server/rest'
import { withMembers } from '@/lib/platform/rest'

export const POST = restWrite<{ key: string }>(({ params, body, run }) =>
  run(archiveMetric, withMembers(body, { key: params.key })),
)
