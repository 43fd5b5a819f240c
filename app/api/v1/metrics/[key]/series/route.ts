import { readMetricOverTime } from '@/lib/analysis/server/look-at-metric'
import { restRead } from '@/lib/governance/server/rest'

export const GET = restRead<{ key: string }>(({ runtime, actor, params, query }) =>
  readMetricOverTime(runtime, actor, params.key, query.get('env') ?? 'production'),
)
