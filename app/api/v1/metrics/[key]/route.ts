import { readMetric } from '@/lib/analysis/server/reads'
import { restRead } from '@/lib/governance/server/rest'

export const GET = restRead<{ key: string }>(({ runtime, actor, params }) => readMetric(runtime, actor, params.key))
