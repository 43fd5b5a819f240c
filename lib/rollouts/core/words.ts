import { shortTime } from '@/lib/kernel/format-time'
import { type Instant } from '@/lib/kernel/time'

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `['product', 'data']` → `product and data`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** What is left of a time, in its leading unit and rounded up: it is never said to be less. */
export function left(ms: number): string {
  if (ms < 60_000) return `${Math.max(0, Math.ceil(ms / 1000))} s`
  if (ms < 90 * 60_000) return `${Math.ceil(ms / 60_000)} min`
  if (ms < 48 * 3_600_000) return `${Math.ceil(ms / 3_600_000)} h`
  return `${Math.ceil(ms / 86_400_000)} d`
}

/** A moment in a sentence of core, which knows no viewer and hence no zone: `Mon 08:00 UTC`. */
export const moment = (at: Instant, now: Instant): string => `${shortTime(at, now, 'UTC')} UTC`
