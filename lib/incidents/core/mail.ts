import { decimal } from '@/lib/kernel/format'
import { fullTime } from '@/lib/kernel/format-time'
import { elapsedMs, instant, type Instant, toMs } from '@/lib/kernel/moments'
import { type IncidentView } from './schema'

/** At most one mail in this time, unless it gets worse. */
export const MAIL_EVERY_MS = 5 * 60_000

/** When a line may leave: at once when it got worse or nothing was sent for a while, else with the next mail. */
export function dueAt(lastSentAt: Instant | null, now: Instant, isWorse: boolean): Instant {
  if (isWorse || lastSentAt === null || elapsedMs(lastSentAt, now) >= MAIL_EVERY_MS) return now
  return instant(toMs(lastSentAt) + MAIL_EVERY_MS)
}

export type MailParts = {
  incident: IncidentView
  /** What is new since the last mail, oldest first: also what automation did. */
  lines: readonly string[]
  timeZone: string
}

const LINES_MAX = 20

/** Subject and paragraphs of a notification: verdict sentence, exposure now, what happened. */
export function mailOf({ incident, lines, timeZone }: MailParts): { subject: string; paragraphs: string[] } {
  const { cause, lead } = incident
  const exposure = cause
    ? `Exposure now: ${cause.flag} (${cause.name}) in ${cause.environmentName} is ${cause.state}; ${decimal(cause.weight, 3)}% of people have it.`
    : 'Exposure now: no rollout is suspected.'
  const shown = lines.slice(-LINES_MAX)
  const more = lines.length - shown.length
  const paragraphs = [
    incident.answer,
    exposure,
    ...(cause?.watch ? [cause.watch.sentence] : []),
    ...(more > 0 ? [`${more} more before these.`] : []),
    ...shown,
    `${incident.stateSentence}, ${incident.severity}. Opened ${fullTime(incident.openedAt, timeZone)}. Lead: ${lead?.name ?? 'nobody yet'}.`,
  ]
  const drill = incident.isDrill ? 'DRILL ' : ''
  return { subject: `${drill}[${incident.severity}] ${incident.name} ${incident.title}`, paragraphs }
}
