import { type Outcome } from '@/lib/kernel/result'

/** A whole list as REST tells it. */
export const listed = <T>(items: Outcome<T[]>): Outcome<{ items: T[]; nextCursor: null }> =>
  items.ok ? { ok: true, value: { items: items.value, nextCursor: null } } : items
