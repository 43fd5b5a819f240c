import { type RolloutRow, type StateKind } from '@/lib/rollouts/core/schema'

export type RolloutGroup = { title: string; rows: RolloutRow[] }

const GROUPS: readonly (readonly [string, ReadonlySet<StateKind>])[] = [
  ['Needs a decision', new Set(['paused', 'stopped', 'holding', 'awaiting-approval', 'rolling-back'])],
  ['Running', new Set(['running'])],
  ['Drafts', new Set(['draft'])],
]

const HARM = new Set(['harmful', 'harmful-for-segment'])
const urgency = (row: RolloutRow): number =>
  HARM.has(row.verdictCode ?? '') ? 0 : row.awaitsViewer ? 1 : row.state === 'awaiting-approval' ? 2 : 3

/** Who has waited longer for approval comes first. */
const waiting = (a: RolloutRow, b: RolloutRow): number => (a.awaitingSince ?? '9').localeCompare(b.awaitingSince ?? '9')

/** The rollout that has waited longest for somebody's approval. */
export const longestWait = (rows: readonly RolloutRow[]): RolloutRow | null =>
  rows.filter(({ awaitingSince }) => awaitingSince !== null).toSorted(waiting)[0] ?? null

/** Rows by what they need, worst first inside a group; empty groups are left out. */
export function groupRollouts(rows: readonly RolloutRow[]): RolloutGroup[] {
  return GROUPS.map(([title, states]) => ({
    title,
    rows: rows.filter((row) => states.has(row.state)).toSorted((a, b) => urgency(a) - urgency(b) || waiting(a, b)),
  })).filter((group) => group.rows.length > 0)
}

/** The list in one sentence. */
export function listAnswer(rows: readonly RolloutRow[]): string {
  const live = rows.filter((row) => !['draft', 'rolled-back', 'finished', 'abandoned'].includes(row.state)).length
  const harmful = rows.filter((row) => HARM.has(row.verdictCode ?? '') && row.weight > 0).length
  const yours = rows.filter((row) => row.awaitsViewer).length
  if (live === 0) return 'Nothing is rolling out now.'
  const parts = [
    harmful > 0 ? `${harmful} ${harmful === 1 ? 'harms' : 'harm'} people now` : '',
    yours > 0 ? `${yours} ${yours === 1 ? 'awaits' : 'await'} your approval` : '',
  ].filter(Boolean)
  const rest = parts.length === 0 ? 'none harms people, as far as is known' : parts.join(', ')
  return `${live} ${live === 1 ? 'rollout is' : 'rollouts are'} under way; ${rest}.`
}
