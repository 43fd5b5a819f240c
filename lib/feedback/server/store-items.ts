import { sql } from 'drizzle-orm'
import { type EnvironmentId, type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { toMs, type Instant } from '@/lib/kernel/time'
import { nextNumbers } from '@/lib/platform/counter'
import { transact, type Tx } from '@/lib/platform/database'
import { addJob } from '@/lib/platform/jobs'
import { newId } from '@/lib/platform/new-id'
import { type Runtime } from '@/lib/platform/runtime'
import { type StageLookup } from '@/lib/telemetry/server/contract'
import { occurredWithin } from '../core/exposure'
import { type IncomingItem, type IngestItemAnswer } from '../core/schema'
import { claimAttachments } from './claim-attachments'
import { snapshots } from './expose'
import { identify } from './identify'
import { itemName } from './item-rows'
import { findDelivered, findSameWords } from './known-items'
import { insertItems, type NewItem } from './insert-items'
import { doorSettings, type DoorSettings } from './door-settings'
import { secretBox, type SecretBox } from './secret-box'
import { receivedAt, workspaceFacts, type WorkspaceFacts } from './settings'
import { ensureSource, type SourceRow } from './source-rows'
import { storeReplies } from './store-replies'
import { whoseItems, type Whose } from './whose'
import { sameText } from '../core/clean-text'
import { rejected } from './ingest-answers'

export type Delivery = {
  workspaceId: WorkspaceId
  /** Of the key that sent it; null: all environments are looked at. */
  environmentId: EnvironmentId | null
  /** A server or a signature stands behind who wrote it. */
  vouched: boolean
  /** Name of the source, for each channel. */
  sourceName: string
  items: readonly { index: number; item: IncomingItem; externalId: string | null }[]
}

/** What one item is while it is stored. */
export type Draft = NewItem & { index: number; ignored: string[] }

/**
 * The pipeline up to the star: idempotency, masking, person, consent, exposure, store, all in one transaction. A replay
 * answers with the item that is there and counts nothing. What comes after are jobs.
 */
export async function storeItems(
  runtime: Runtime,
  stages: StageLookup,
  delivery: Delivery,
): Promise<IngestItemAnswer[]> {
  const { workspaceId } = delivery
  const { db } = runtime.database
  const [facts, box, settings] = await Promise.all([
    workspaceFacts(runtime, workspaceId),
    secretBox(db, workspaceId),
    doorSettings(db, workspaceId),
  ])
  if (!facts) throw new Error(`workspace ${workspaceId} does not exist`)
  return transact(db, async (tx) => {
    // One writer of items per workspace at a time: what is looked up here stays true until commit.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`feedback ${workspaceId}`}, 0))`)
    return store(tx, stages, { delivery, facts, box, settings, now: runtime.now() })
  })
}

type Work = { delivery: Delivery; facts: WorkspaceFacts; box: SecretBox; settings: DoorSettings; now: Instant }

async function store(tx: Tx, stages: StageLookup, work: Work): Promise<IngestItemAnswer[]> {
  const { delivery, now } = work
  const { workspaceId } = delivery
  const sources = new Map<string, SourceRow>()
  for (const channel of new Set(delivery.items.map(({ item }) => item.channel)))
    sources.set(channel, await ensureSource(tx, workspaceId, channel, delivery.sourceName, now))
  const answers: IngestItemAnswer[] = []
  const taken = delivery.items.filter(({ index, item }) => {
    const paused = sources.get(item.channel)?.state === 'paused'
    if (paused) answers.push(rejected(index, 'source-paused'))
    return !paused
  })
  const whose = await whoseItems(
    tx,
    workspaceId,
    work.facts.unitKey,
    taken.map(({ item }) => item),
  )
  const claims = taken.map(({ item: { email } }, i) => {
    return { unit: whose[i]?.unit ?? null, email, vouched: delivery.vouched }
  })
  const people = await identify(tx, workspaceId, work.box, claims, now)
  const drafts = taken.map((one, i) => draftOf(one, sources, { personId: people[i] ?? null, ...whose[i] }, work))
  const delivered = await findDelivered(tx, workspaceId, drafts)
  const fresh: Draft[] = []
  for (const draft of drafts) {
    const known = delivered.get(deliveryKey(draft))
    if (known) answers.push(duplicate(draft, known))
    else {
      delivered.set(deliveryKey(draft), { id: draft.id, number: 0, draft })
      fresh.push(draft)
    }
  }
  const { replies, firsts } = await storeReplies(tx, workspaceId, fresh, {
    now,
    vouched: delivery.vouched,
    mask: work.settings.mask,
  })
  for (const reply of replies) answers.push({ ...duplicate(reply.draft, reply.known), status: 'created' })
  const { news, again } = await findSameWords(tx, workspaceId, firsts)
  for (const { draft, known } of again) answers.push(duplicate(draft, known))
  await insertNew(tx, stages, work, news)
  await claimAttachments(tx, workspaceId, delivery.environmentId, [
    ...news.map((draft) => ({ draft, itemId: draft.id })),
    ...[...replies, ...again].map(({ draft, known }) => ({ draft, itemId: known.id })),
  ])
  for (const draft of news) answers.push(created(draft))
  // A copy within this very request names an item whose number is given by now.
  return answers
    .map((answer) => Object.assign(answer, { name: answer.name ?? nameIn(news, answer.id) }))
    .toSorted((a, b) => a.index - b.index)
}

async function insertNew(tx: Tx, stages: StageLookup, { delivery, settings, now }: Work, news: Draft[]): Promise<void> {
  if (news.length === 0) return
  const { workspaceId } = delivery
  const first = await nextNumbers(tx, workspaceId, 'feedback', news.length)
  for (const [i, draft] of news.entries()) draft.number = first + i
  const shown = await snapshots(
    tx,
    workspaceId,
    stages,
    news.map(({ unit, occurredAt }) => ({ unit, atMs: toMs(occurredAt), environmentId: delivery.environmentId })),
  )
  for (const [i, draft] of news.entries()) draft.exposure = shown[i] ?? []
  await insertItems(tx, workspaceId, news, {
    now,
    basis: delivery.vouched ? 'at_arrival' : 'reported_by_client',
    settings,
  })
  await addJob(tx, { task: 'feedback.enrich', payload: { workspaceId }, key: `feedback.enrich ${workspaceId}` })
}

function draftOf(
  { index, item, externalId }: Delivery['items'][number],
  sources: ReadonlyMap<string, SourceRow>,
  { personId, unit = null, waitsFor = [] }: Partial<Whose> & Pick<Draft, 'personId'>,
  { facts, box, now }: Work,
): Draft {
  const received = receivedAt(facts, item.occurredMs, now)
  const source = sources.get(item.channel)
  if (!source) throw new Error(`channel ${item.channel} has no source`)
  const id: FeedbackItemId = newId('fbi', toMs(received))
  const occurredMs = occurredWithin(item.occurredMs, toMs(received))
  // Without a person the same words are two people's; without words a score is a score.
  const words = personId !== null && item.text !== '' ? `${personId}\n${sameText(item.text)}` : id
  return {
    index,
    id,
    number: 0,
    item,
    sourceId: source.id,
    externalId: item.externalId ?? externalId ?? id,
    receivedAt: received,
    occurredAt: new Date(occurredMs).toISOString() as Instant, // toISOString has an Instant's form
    personId,
    unit,
    waitsFor,
    contentHash: box.hash('content', words),
    payload: box.seal(JSON.stringify({ text: item.text, subject: item.subject, email: item.email })),
    exposure: [],
    followUpOf: null,
    ignored: item.ignored,
  }
}

type Known = { id: FeedbackItemId; number: number; draft?: Draft }
export const deliveryKey = (of: { sourceId: string; externalId: string }): string => `${of.sourceId} ${of.externalId}`

const nameIn = (news: readonly Draft[], id: FeedbackItemId | null): string | null => {
  const found = news.find((draft) => draft.id === id)
  return found ? itemName(found.number) : null
}

const answerOf = (draft: Draft, id: FeedbackItemId, number: number): IngestItemAnswer => ({
  index: draft.index,
  status: 'created',
  id,
  name: number > 0 ? itemName(number) : null,
  code: null,
  message: null,
  ignored: draft.ignored,
})
const created = (draft: Draft): IngestItemAnswer => answerOf(draft, draft.id, draft.number)
const duplicate = (draft: Draft, { id, number }: Known): IngestItemAnswer => ({
  ...answerOf(draft, id, number),
  status: 'duplicate',
})
