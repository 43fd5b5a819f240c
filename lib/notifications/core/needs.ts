import { type ClusterRow } from '@/lib/feedback/core/schema'
import { type IncidentRow } from '@/lib/incidents/core/schema'
import { plural, share } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/time'
import { type RolloutNeed } from '@/lib/rollouts/core/schema'

/** What needs somebody now, worst kind first (ux §2.1). */
export const NEED_KINDS = ['incident', 'halted', 'gate', 'approve', 'listen', 'blind', 'tidy'] as const
export type NeedKind = (typeof NEED_KINDS)[number]

/** What a need is about; the screen knows its address. */
export type NeedObject =
  | { kind: 'incident' | 'rollout' | 'cluster' | 'flag' | 'segment'; name: string }
  | { kind: 'stale-flags'; name: string }

export type Need = {
  kind: NeedKind
  /** The kind in one word on screen: SEV1, HARM, PAUSED, APPROVE … */
  word: string
  object: NeedObject
  title: string
  why: string
  at: Instant | null
  /** What to do about it, a verb that opens the place to do it. */
  action: string
}

export type StaleFlags = { count: number; own: number; reason: string }
/** A change of a flag or segment that waits for approval. */
export type AskedChange = {
  subject: { kind: 'flag' | 'segment'; key: string }
  environments: readonly { name: string }[]
  author: { name: string }
  note: string
  signatures: readonly unknown[]
  needed: number
  createdAt: Instant
}
export type NeedSources = {
  incidents: readonly IncidentRow[]
  rollouts: readonly RolloutNeed[]
  clusters: readonly ClusterRow[]
  /** Changes of flags and segments that the viewer may sign. */
  changes: readonly AskedChange[]
  stale: StaleFlags | null
}

/** The list in order: by kind, inside a kind the one that waits longest first. */
export function needsOf({ incidents, rollouts, clusters, changes, stale }: NeedSources): Need[] {
  const all = [
    ...incidents.flatMap(incidentNeed),
    ...rollouts.flatMap(rolloutNeed),
    ...changes.map(changeNeed),
    ...clusters.flatMap(clusterNeed),
    ...staleNeed(stale),
  ]
  return all.toSorted(
    (a, b) => NEED_KINDS.indexOf(a.kind) - NEED_KINDS.indexOf(b.kind) || (a.at ?? '~').localeCompare(b.at ?? '~'),
  )
}

function incidentNeed(row: IncidentRow): Need[] {
  if (!row.isOpen || row.isDrill || (row.severity !== 'SEV1' && row.severity !== 'SEV2')) return []
  const suspect = row.suspect ? `Suspect ${row.suspect}` : 'No suspect yet'
  const lead = row.lead ? `${row.lead} leads` : 'nobody leads yet'
  return [
    {
      kind: 'incident',
      word: row.severity,
      object: { kind: 'incident', name: row.name },
      title: `${row.name} ${row.title}`,
      why: `${suspect}; ${lead}.`,
      at: row.openedAt,
      action: 'Open',
    },
  ]
}

const HALTED: Readonly<Record<string, string>> = {
  paused: 'paused',
  stopped: 'stopped',
  'rolling-back': 'rolled back',
  'rolled-back': 'rolled back',
}

/** At most one row a rollout: the first thing that is true of it. */
function rolloutNeed(row: RolloutNeed): Need[] {
  const { halted, state } = row
  const about = {
    object: { kind: 'rollout', name: row.name } as const,
    title: `${row.name} ${row.flag} · ${share(row.weight)}`,
    at: row.since,
  }
  const harm = row.verdictCode === 'harmful' || row.verdictCode === 'harmful-for-segment'
  const hurt = row.driver ? `${row.driver} worse than baseline` : 'Worse than baseline'
  if (halted?.by === 'policy' && halted.verb in HALTED) {
    const did = HALTED[halted.verb] ?? halted.verb
    const why = `${harm ? hurt : 'Halted by its policy'}; ${halted.name} ${did} it.`
    return [
      { ...about, kind: 'halted', word: harm ? 'HARM' : did.toUpperCase(), why, action: harm ? 'Decide' : 'Review' },
    ]
  }
  if (state === 'rolled-back') return []
  if (harm)
    return [{ ...about, kind: 'halted', word: 'HARM', why: `${hurt}, and people still have it.`, action: 'Decide' }]
  const failing = row.gates.find((gate) => gate.state === 'failing')
  if (failing) {
    return [{ ...about, kind: 'gate', word: 'GATE', why: `${failing.label}: ${failing.why}`, action: 'Review' }]
  }
  if (row.awaitsViewer) {
    const next = row.next.weight === null ? '' : ` ${share(row.weight)} → ${share(row.next.weight)}`
    const why = `${row.gatesMet} of ${row.gatesTotal} gates met; your approval is asked for.`
    return [
      { ...about, kind: 'approve', word: 'APPROVE', title: `${row.name} ${row.flag}${next}`, why, action: 'Review' },
    ]
  }
  const blind = row.gates.find((gate) => gate.state === 'blind')
  return blind ? [{ ...about, kind: 'blind', word: 'DATA', why: `${blind.label}: ${blind.why}`, action: 'Review' }] : []
}

function changeNeed({ subject, environments, author, note, signatures, needed, createdAt }: AskedChange): Need {
  const places = environments.map(({ name }) => name).join(', ')
  const signed = signatures.length > 0 ? ` ${signatures.length} of ${needed} signed.` : ''
  return {
    kind: 'approve',
    word: 'APPROVE',
    object: { kind: subject.kind, name: subject.key },
    title: `${subject.key} · ${places}`,
    why: `${author.name} asks to change what it ${subject.kind === 'flag' ? 'serves' : 'means'}${note ? `: ${note}` : ''}.${signed}`,
    at: createdAt,
    action: 'Review',
  }
}

function clusterNeed(row: ClusterRow): Need[] {
  if (!row.rising) return []
  const exposed = row.exposedPeople ? `, ${row.exposedPeople} of them exposed` : ''
  return [
    {
      kind: 'listen',
      word: 'LISTEN',
      object: { kind: 'cluster', name: row.name },
      title: `${row.name} “${row.title}”`,
      why: `Rising: ${plural(row.newPeople24h, 'new person', 'new people')} in 24 h${exposed}.`,
      at: row.firstSeen,
      action: 'Open',
    },
  ]
}

function staleNeed(stale: StaleFlags | null): Need[] {
  if (!stale || stale.count === 0) return []
  const own = stale.own > 0 ? `You own ${stale.own === stale.count ? 'them' : stale.own}; ` : ''
  const title = `${plural(stale.count, 'flag', 'flags')} to tidy up`
  const why = `${own}${stale.reason}`
  return [
    { kind: 'tidy', word: 'TIDY', object: { kind: 'stale-flags', name: '' }, title, why, at: null, action: 'See' },
  ]
}

/** The whole list in one sentence. @param whom a reader is needed for nothing */
export function needsAnswer(needs: readonly Need[], running: number, whom: 'you' | 'somebody' = 'you'): string {
  const nothing = whom === 'you' ? 'Nothing needs you' : 'Nothing needs anybody'
  const burning = needs.filter(({ kind }) => kind === 'incident').length
  const fire = burning === 0 ? 'Nothing is on fire.' : 'Nothing else is on fire.'
  if (needs.length === 0) {
    return running === 0
      ? `${nothing}, and nothing is rolling out.`
      : `${nothing}. ${plural(running, 'rollout is', 'rollouts are')} under way and will stop by themselves if people are hurt.`
  }
  return `${plural(needs.length, 'thing needs', 'things need')} ${whom}. ${fire}`
}
