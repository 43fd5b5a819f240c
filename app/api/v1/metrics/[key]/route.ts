import { editMetric } from '@/lib/analysis/server/edit-metric'
import { readMetric } from '@/lib/analysis/server/reads'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { withMembers } from '@/lib/platform/rest'

type Params = { key: string }

export const GET = restRead<Params>(({ runtime, actor, params }) => readMetric(runtime, actor, params.key))

export const PATCH = restWrite<Params>(({ params, body, run }) =>
  run(editMetric, withMembers(body, { key: params.key })),
)
