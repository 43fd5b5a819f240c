import { readMetricHistory } from '@/lib/analysis/server/reads'
import { restRead } from '@/lib/governance/server/rest'

export const GET = restRead<{ key: string }>(async ({ runtime, actor, params }) => {
  const versions = await readMetricHistory(runtime, actor, params.key)
  return versions.ok ? { ok: true, value: { items: versions.value, nextCursor: null } } : versions
})
