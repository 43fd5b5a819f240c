import { auditFile } from '@/lib/governance/server/audit-export'
import { auditFilterOf } from '@/lib/governance/server/audit-filter'
import { restFile } from '@/lib/governance/server/rest'
import { ok, refuse } from '@/lib/kernel/result'

export const GET = restFile(({ runtime, actor, now, query }) => {
  const filter = auditFilterOf(query)
  if (!filter.ok) return Promise.resolve(filter)
  const format = query.get('format') ?? 'csv'
  if (format !== 'csv' && format !== 'json') {
    return Promise.resolve(refuse('invalid-input', 'A format is csv or json.', { field: 'format' }))
  }
  const parts = auditFile(runtime.database.db, actor.workspaceId, filter.value, format)
  const [name, type] =
    format === 'csv' ? ['csv', 'text/csv; charset=utf-8'] : ['ndjson', 'application/x-ndjson; charset=utf-8']
  return Promise.resolve(ok({ name: `audit-${now.slice(0, 10)}.${name}`, type: type ?? '', parts }))
})
