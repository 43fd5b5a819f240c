import { type FlagRow } from '@/lib/flags/core/flag-row'
import { type FlagKind } from '@/lib/flags/core/schema'
import { elapsedMs, type Instant } from '@/lib/kernel/moments'

export const KIND_WORDS: Readonly<Record<FlagKind, string>> = {
  release: 'Release',
  experiment: 'Experiment',
  operations: 'Operations',
  'kill-switch': 'Kill switch',
  permission: 'Permission',
}

const DAY_MS = 86_400_000

/** When clients last asked, in a word or two: usage comes by the minute, so anything finer would be made up. */
export function seenWords(at: Instant | null, now: Instant): string {
  if (at === null) return 'never'
  const minutes = Math.floor(elapsedMs(at, now) / 60_000)
  if (minutes < 3) return 'now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`
  return `${Math.floor(minutes / 1440)} days ago`
}

/** The end of a flag's life: `in 59 days`, `12 days ago`; null without a date. */
export function endsWords(endsOn: string | null, now: Instant): string | null {
  if (endsOn === null) return null
  const days = Math.round((Date.parse(endsOn) - Date.parse(now.slice(0, 10))) / DAY_MS)
  if (days === 0) return 'today'
  if (days > 0) return `in ${days === 1 ? '1 day' : `${days} days`}`
  return days === -1 ? 'yesterday' : `${-days} days ago`
}

/** The list in one sentence. */
export function listAnswer(rows: readonly FlagRow[]): string {
  const live = rows.filter(({ archivedAt }) => archivedAt === null)
  if (live.length === 0) return 'No flags yet.'
  const ready = live.filter(({ lifecycle }) => lifecycle.state === 'ready-to-remove').length
  const rolling = live.filter(({ lifecycle }) => lifecycle.state === 'rolling-out').length
  const stopped = live.filter(({ environments }) => environments.some((each) => each.stopped)).length
  const parts = [
    `${rolling} rolling out`,
    ready > 0 ? `${ready} ready to remove` : '',
    stopped > 0 ? `${stopped} stopped by hand` : '',
  ].filter(Boolean)
  return `${live.length === 1 ? '1 flag is' : `${live.length} flags are`} live: ${parts.join(', ')}.`
}
