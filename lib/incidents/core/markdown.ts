import { fullTime } from '@/lib/kernel/format-time'
import { type IncidentView, type TimelineRow } from './schema'

/** What breaks out of a line of Markdown, or would be read as HTML. */
const plain = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`).replaceAll(/\s+/g, ' ')

/**
 * The incident as a text to keep: facts, milestones, and the timeline in the order of time, pinned rows marked.
 * @param timeZone of the reader; UTC stands beside it
 */
export function incidentMarkdown(incident: IncidentView, rows: readonly TimelineRow[], timeZone: string): string {
  const at = (moment: IncidentView['openedAt']) => fullTime(moment, timeZone)
  const { cause } = incident
  const facts = [
    ['State', incident.stateSentence],
    ['Severity', incident.severity],
    ['Lead', incident.lead?.name ?? 'nobody yet'],
    ['Environment', incident.environmentName ?? 'not said'],
    ['Services', incident.services.join(', ') || 'not said'],
    ['Most likely cause', cause?.sentence ?? incident.suspects[0]?.title ?? 'not known'],
  ] as const
  const milestones = incident.milestones.flatMap(({ label, at: when }) =>
    when === null ? [] : [`- ${label}: ${at(when)}`],
  )
  return [
    `# ${incident.isDrill ? 'DRILL ' : ''}${incident.name} ${plain(incident.title)}`,
    '',
    plain(incident.answer),
    '',
    ...facts.map(([label, value]) => `- ${label}: ${plain(value)}`),
    '',
    '## Milestones',
    '',
    ...(milestones.length > 0 ? milestones : ['None yet.']),
    '',
    '## Suspects',
    '',
    ...suspectLines(incident),
    '',
    '## Timeline',
    '',
    ...rows.map((row) => {
      const late = row.isLate ? ` (recorded ${at(row.recordedAt)})` : ''
      const note = row.body ? ` — ${plain(row.body)}` : ''
      return `- ${row.pinned ? '**Pinned** ' : ''}${at(row.occurredAt)}${late} ${row.mark} ${plain(row.title)}${note}`
    }),
    '',
  ].join('\n')
}

function suspectLines({ suspects }: IncidentView): string[] {
  if (suspects.length === 0) return ['None found.']
  const words = { open: 'open', ruled_out: 'ruled out', confirmed: 'confirmed' }
  return suspects.map((one, i) => {
    const reason = one.reason ? ` “${plain(one.reason)}”` : ''
    return `${i + 1}. ${plain(one.title)} (${words[one.state]}${one.by ? ` by ${plain(one.by)}` : ''}${reason}) ${one.reasons.map(plain).join(' ')}`
  })
}
