import { createMetric } from '@/lib/analysis/server/create-metric'
import { listMetrics } from '@/lib/analysis/server/reads'
import { restRead, restWrite } from '@/lib/governance/server/rest'

export const GET = restRead(async ({ runtime, actor }) => {
  const metrics = await listMetrics(runtime, actor)
  return metrics.ok ? { ok: true, value: { items: metrics.value, nextCursor: null } } : metrics
})

export const POST = restWrite(({ run, body }) => run(createMetric, body), { status: 201 })
