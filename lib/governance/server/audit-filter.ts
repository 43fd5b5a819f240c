import { Instant } from '@/lib/kernel/time'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { type AuditFilter } from './read-audit'

const TEXT_MAX = 200

/** The filters of an address: object, actor, kind, verb, outcome, from, to. Empty ones are none. */
export function auditFilterOf(query: URLSearchParams): Outcome<Omit<AuditFilter, 'before' | 'limit'>> {
  const text = (name: string) => query.get(name)?.trim().slice(0, TEXT_MAX) || undefined
  const outcome = text('outcome')
  if (outcome !== undefined && outcome !== 'done' && outcome !== 'refused') {
    return refuse('invalid-input', 'An outcome is done or refused.', { field: 'outcome' })
  }
  const [from, to] = [moment(text('from')), moment(text('to'))]
  if (!from.ok) return { ...from, field: 'from' }
  if (!to.ok) return { ...to, field: 'to' }
  return ok({
    objectId: text('object'),
    actor: text('actor'),
    kind: text('kind'),
    verb: text('verb'),
    outcome,
    from: from.value,
    to: to.value,
  })
}

/** A moment, or a day, which begins at midnight UTC. */
function moment(text: string | undefined): Outcome<Instant | undefined> {
  if (text === undefined) return ok(undefined)
  const parsed = Instant.safeParse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00.000Z` : text)
  return parsed.success ? ok(parsed.data) : refuse('invalid-input', 'Write a day as 2026-12-17, or a moment in UTC.')
}
