import { and, desc, eq, isNull } from 'drizzle-orm'
import { feedbackAct, feedbackLabel, feedbackMessage, feedbackState } from '@/drizzle/schema/feedback'
import { type Member } from '@/lib/kernel/actor'
import { type ClusterId, type FeedbackItemId, type TriageActId, type WorkspaceId } from '@/lib/kernel/id'
import { type Refusal } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type CommandContext } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { type Job } from '@/lib/platform/jobs'
import { newId } from '@/lib/platform/new-id'
import { actSentence } from '../core/act-words'
import { decideTriage, type Label } from '../core/decide-triage'
import { type Change, type Triage } from '../core/model'
import { type TriageAct } from '../core/schema'
import { gatherFacts, type GatheredFacts } from './act-facts'
import { refreshClocks } from './clocks'
import { pin, recount } from './cluster-rows'
import { itemOf, saveTriage, type ItemRow } from './item-rows'
import { readMask } from './masking'

export type Acted = { row: ItemRow; changes: readonly Change[] }
export type ActOutcome = { id: FeedbackItemId; acted: Acted | null; refusal: Refusal | null }
type Who = Pick<CommandContext, 'tx' | 'now'> & { actor: Member }

/** Applies one act to locked items, each by itself, and writes its history. One refused item leaves the others alone. */
export async function actOn(
  who: Who,
  rows: readonly ItemRow[],
  act: TriageAct,
  actId: TriageActId,
): Promise<ActOutcome[]> {
  const { tx, actor } = who
  const facts = await gatherFacts(who, rows, act)
  const note = act.verb === 'note' ? (await readMask(tx, actor.workspaceId))(act.text).text : null
  const outcomes: ActOutcome[] = []
  for (const row of rows) {
    const decided = decideTriage(itemOf(row), act, await facts.for(row))
    if (!decided.ok) {
      outcomes.push({ id: row.id, acted: null, refusal: decided })
      continue
    }
    const { next, changes, labels } = decided.value
    const sentence = actSentence(actor.name, act, facts.names)
    const acted = await store(who, row, { next, changes, labels, verb: act.verb, sentence, actId })
    if (note !== null) await addNote(who, row, note)
    outcomes.push({ id: row.id, acted, refusal: null })
  }
  await afterwards(tx, actor, outcomes, facts)
  return outcomes
}

export type Stored = {
  next: Triage
  changes: readonly Change[]
  labels: readonly Label[]
  verb: string
  sentence: string
  actId: TriageActId
  kind?: 'correction' | 'undo'
  bumpedAt?: Instant
}

/** Writes one item's new state with its rows of history. */
export async function store(
  { tx, actor, now }: Who,
  row: ItemRow,
  { next, changes, labels, verb, sentence, actId, kind = 'correction', bumpedAt }: Stored,
): Promise<Acted> {
  const { workspaceId, id: itemId } = row
  const by = { actorKind: actor.kind, actorId: actor.id, actorName: actor.name }
  const corrected = next.corrected !== row.corrected && next.corrected !== null
  const saved = await saveTriage(tx, corrected ? { ...row, correctedBy: actor.name } : row, next, bumpedAt)
  await tx
    .insert(feedbackAct)
    .values({ workspaceId, actId, itemId, verb, sentence, changes: [...changes], ...by, createdAt: now })
  if (changes.some(({ field }) => field === 'state')) {
    const state = { workspaceId, itemId, state: next.state.kind, detail: next.state, actId, ...by, createdAt: now }
    await tx.insert(feedbackState).values(state)
  }
  if (labels.length > 0) {
    await tx.insert(feedbackLabel).values(
      labels.map(({ field, from, to }) => {
        const kindOf: 'correction' | 'confirmation' | 'undo' =
          kind === 'correction' && from !== null && from === to ? 'confirmation' : kind
        return { workspaceId, itemId, field, from, to, kind: kindOf, method: 'rules', ...by, createdAt: now }
      }),
    )
  }
  return { row: saved, changes }
}

async function addNote({ tx, actor, now }: Who, { workspaceId, id }: ItemRow, text: string): Promise<void> {
  await tx.insert(feedbackMessage).values({
    id: newId('fbm', Date.parse(now)),
    workspaceId,
    itemId: id,
    direction: 'note',
    author: actor.name,
    text,
    createdAt: now,
  })
}

/** Clusters that lost or won members are counted again, a person's choice is pinned, and clocks stop or go on. */
export async function afterwards(
  tx: Tx,
  actor: Member,
  outcomes: readonly ActOutcome[],
  { now }: Pick<GatheredFacts, 'now'>,
): Promise<void> {
  const touched = new Set<ClusterId>()
  for (const { acted } of outcomes) {
    for (const change of acted?.changes ?? []) {
      if (change.field !== 'clusterId' || !acted) continue
      const { workspaceId, id: itemId } = acted.row
      const by = { workspaceId, itemId, actorId: actor.id }
      if (change.from) await pin(tx, { ...by, clusterId: change.from, kind: 'cannot' }, now)
      if (change.to) await pin(tx, { ...by, clusterId: change.to, kind: 'must' }, now)
      for (const id of [change.from, change.to]) if (id) touched.add(id)
    }
    const inOut = acted?.changes.some(({ field }) => field === 'state') && acted.row.clusterId
    if (inOut && acted?.row.clusterId) touched.add(acted.row.clusterId)
  }
  const [first] = outcomes
  const workspaceId = first?.acted?.row.workspaceId ?? actor.workspaceId
  await recount(tx, workspaceId, [...touched])
  await recountClocks(tx, workspaceId, outcomes)
}

async function recountClocks(tx: Tx, workspaceId: WorkspaceId, outcomes: readonly ActOutcome[]): Promise<void> {
  const acted = outcomes.flatMap(({ acted: done }) => done ?? [])
  const owing = acted.filter(({ changes }) => changes.some(({ field }) => field === 'state' || field === 'priority'))
  const counted = await refreshClocks(
    tx,
    workspaceId,
    owing.map(({ row }) => row.id),
  )
  for (const one of owing) one.row = { ...one.row, ...counted.get(one.row.id) }
}

/** What to tell screens: the lists, and each item up to fifty of them. */
export function topicsOf(outcomes: readonly ActOutcome[]): { topic: string; id: string; version: number }[] {
  const acted = outcomes.flatMap(({ acted: done }) => (done ? [done.row] : []))
  const [first] = acted
  if (!first) return []
  return [
    { topic: 'feedback', id: first.id, version: first.version },
    ...acted.slice(0, 50).map(({ id, version }) => ({ topic: `feedback:${id}`, id, version })),
  ]
}

/** Wakes items at their moment; a job that finds nothing to wake does nothing. */
export function wakeJobs(outcomes: readonly ActOutcome[]): Job[] {
  return outcomes.flatMap(({ acted }) => {
    const at = acted?.row.snoozedUntil
    if (!acted || !at || !acted.changes.some(({ field }) => field === 'snooze')) return []
    const { workspaceId, id } = acted.row
    return [{ task: 'feedback.wake', payload: { workspaceId }, runAt: at, key: `feedback.wake ${id}` }]
  })
}

/** Who changed an item last, for whoever comes with a stale tab. */
export async function lastActOf(tx: Tx, row: ItemRow): Promise<string> {
  const [last] = await tx
    .select({ sentence: feedbackAct.sentence })
    .from(feedbackAct)
    .where(
      and(eq(feedbackAct.workspaceId, row.workspaceId), eq(feedbackAct.itemId, row.id), isNull(feedbackAct.undoneBy)),
    )
    .orderBy(desc(feedbackAct.seq))
    .limit(1)
  return last ? `${last.sentence}.` : 'It was changed since you opened it.'
}
