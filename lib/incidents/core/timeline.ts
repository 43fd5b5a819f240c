import { type TimelineFilter, type TimelineRow } from './schema-view'

/** Kinds by what they are about: the beginnings of their names. */
export const GROUPS = {
  decisions: ['flag.', 'rollout.', 'gate.', 'approval.', 'policy.', 'decision.', 'config.', 'risk.', 'segment.'],
  signals: ['alert.', 'cohort.', 'slo.', 'data.', 'schema.', 'external.', 'deploy.', 'service.', 'feedback.'],
  people: [
    'note',
    'milestone.',
    'role.',
    'task.',
    'suspect.',
    'playbook.',
    'status.',
    'users.',
    'update.',
    'incident.',
  ],
} as const satisfies Readonly<Record<TimelineRow['group'], readonly string[]>>

/** House-keeping that a reader in a hurry does without; counted as hidden. */
export const QUIET_KINDS = [
  'incident.opened',
  'incident.renamed',
  'incident.linked',
  'incident.unlinked',
  'field.changed',
  'incident.merged',
  'incident.unmerged',
  'export.made',
  'rollout.created',
  'rollout.edited',
  'rollout.running',
] as const

/** Which beginnings of kinds a filter shows; null: all. */
export function startsOf(filter: TimelineFilter): readonly string[] | null {
  return filter === 'all' || filter === 'everything' ? null : GROUPS[filter]
}

export function groupOf(kind: string): TimelineRow['group'] {
  if (GROUPS.decisions.some((start) => kind.startsWith(start))) return 'decisions'
  return GROUPS.signals.some((start) => kind.startsWith(start)) ? 'signals' : 'people'
}

/** One shape for each sort of row: ◆ a person's decision, ◇ a policy's, ▲ harm, ✓ over, ↑ a deploy, ✎ words. */
export function markOf(kind: string, actorKind: string): string {
  if (kind === 'alert.resolved' || kind === 'cohort.recovered' || kind === 'config.propagated') return '✓'
  if (kind.startsWith('deploy.')) return '↑'
  if (kind === 'note' || kind === 'update.posted') return '✎'
  const group = groupOf(kind)
  if (group === 'signals') return '▲'
  if (actorKind === 'policy') return '◇'
  return actorKind === 'person' || actorKind === 'service' ? '◆' : '·'
}

/** Kinds that people write in their own words: those may be edited and withdrawn, the others are only titled anew. */
export const isHumanKind = (kind: string): boolean => kind === 'note' || kind === 'update.posted'

/** Written down this much later than it happened, a row says so. */
const LATE_MS = 60_000
export const isLate = (occurredMs: number, recordedMs: number): boolean => recordedMs - occurredMs >= LATE_MS

export type Folded = { row: TimelineRow; folded: readonly TimelineRow[] }

/** From this many on, neighbours that say the same fold into one line. */
const FOLD_FROM = 3

/** Bursts fold: neighbours with the same key become one line that opens. Pinned rows never fold. */
export function foldBursts(rows: readonly TimelineRow[]): Folded[] {
  const out: Folded[] = []
  let run: TimelineRow[] = []
  const end = () => {
    const [first, ...rest] = run
    if (first && run.length >= FOLD_FROM) out.push({ row: first, folded: rest })
    else out.push(...run.map((row) => ({ row, folded: [] })))
    run = []
  }
  for (const row of rows) {
    const key = row.pinned ? null : row.fold
    if (run[0] && (key === null || run[0].fold !== key)) end()
    if (key === null) out.push({ row, folded: [] })
    else run.push(row)
  }
  end()
  return out
}
