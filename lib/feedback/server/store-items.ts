import { sql } from 'drizzle-orm'
import { type EnvironmentId, type FeedbackItemId, type PersonId, type WorkspaceId } from '@/lib/kernel/id'
import { toMs, type Instant } from '@/lib/kernel/time'
import { nextNumbers } from '@/lib/platform/counter'
import { transact, type Tx } from '@/lib/platform/database'
import { addJob } from '@/lib/platform/jobs'
import { newId } from '@/lib/platform/new-id'
import { prepared } from '@/lib/platform/prepared'
import { type Runtime } from '@/lib/platform/runtime'
import { type StageLookup } from '@/lib/telemetry/server/contract'
import { occurredWithin } from '../core/exposure'
import { type IncomingItem, type IngestItemAnswer } from '../core/schema'
import { claimAttachments } from './claim-attachments'
import { enrichJob } from './enrich'
import { snapshots } from './expose'
import { addPeople, findPeople } from './identify'
import { itemName } from './item-rows'
import { findDelivered, findSameWords } from './known-items'
import { insertItems, type NewItem } from './insert-items'
import { doorSettings, type DoorSettings } from './door-settings'
import { secretBox, type SecretBox } from './secret-box'
import { receivedAt, workspaceFacts, type WorkspaceFacts } from './settings'
import { ensureSources, type DoorSource } from './source-rows'
import { storeReplies } from './store-replies'
import { NOBODYS, whoseItems, type Whose } from './whose'
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
  const [facts, box] = await Promise.all([workspaceFacts(runtime, workspaceId), secretBox(db, workspaceId)])
  if (!facts) throw new Error(`workspace ${workspaceId} does not exist`)
  // Each wait for the network is a part of the answer's time: what does not need an answer of another is asked with it.
  return transact(db, async (tx) => {
    const [, settings, sources, whose] = await Promise.all([
      lockItemsOf(tx, workspaceId),
      doorSettings(tx, workspaceId),
      sourcesOf(tx, delivery, runtime.now()),
      whoseItems(tx, workspaceId, facts.unitKey, delivery.items),
    ])
    return store(tx, stages, { delivery, facts, box, settings, now: runtime.now() }, { sources, whose })
  })
}

/** One writer of items per workspace at a time: what is looked up under it stays true until commit. */
const lockItemsOf = (tx: Tx, workspaceId: WorkspaceId) =>
  prepared(tx, sql`select pg_advisory_xact_lock(hashtextextended(${`feedback ${workspaceId}`}, 0))`)

const sourcesOf = (tx: Tx, { workspaceId, items, sourceName }: Delivery, now: Instant) =>
  ensureSources(tx, { workspaceId, channels: items.map(({ item }) => item.channel), name: sourceName }, now)

type Work = { delivery: Delivery; facts: WorkspaceFacts; box: SecretBox; settings: DoorSettings; now: Instant }
type Known = { id: FeedbackItemId; number: number; draft?: Draft }

async function store(
  tx: Tx,
  stages: StageLookup,
  work: Work,
  { sources, whose }: { sources: ReadonlyMap<string, DoorSource>; whose: ReadonlyMap<number, Whose> },
): Promise<IngestItemAnswer[]> {
  const { delivery, now } = work
  const { workspaceId } = delivery
  const answers: IngestItemAnswer[] = []
  const taken = delivery.items.filter(({ index, item }) => {
    const paused = sources.get(item.channel)?.state === 'paused'
    if (paused) answers.push(rejected(index, 'source-paused'))
    return !paused
  })
  const drafts = taken.map((one) => draftOf(one, sources, whose.get(one.index), work))
  const claims = drafts.map(({ unit, item: { email } }) => ({ unit, email, vouched: delivery.vouched }))
  const [people, delivered] = await Promise.all([
    findPeople(tx, workspaceId, work.box, claims, now),
    findDelivered(tx, workspaceId, drafts),
  ])
  for (const [i, draft] of drafts.entries()) writtenBy(draft, people.found[i] ?? null, work.box)
  const fresh: Draft[] = []
  for (const draft of drafts) {
    const known = delivered.get(deliveryKey(draft))
    if (known) answers.push(duplicate(draft, known))
    else {
      delivered.set(deliveryKey(draft), { id: draft.id, number: 0, draft })
      fresh.push(draft)
    }
  }
  const [{ replies, news, again }] = await Promise.all([newsAmong(tx, work, fresh), addPeople(tx, people)])
  for (const reply of replies) answers.push({ ...duplicate(reply.draft, reply.known), status: 'created' })
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

/** What is neither an answer nor the same words again. */
async function newsAmong(tx: Tx, { delivery, settings, now }: Work, fresh: readonly Draft[]) {
  const { workspaceId, vouched } = delivery
  const { replies, firsts } = await storeReplies(tx, workspaceId, fresh, { now, vouched, mask: settings.mask })
  return { replies, ...(await findSameWords(tx, workspaceId, firsts)) }
}

async function insertNew(tx: Tx, stages: StageLookup, { delivery, settings, now }: Work, news: Draft[]): Promise<void> {
  if (news.length === 0) return
  const { workspaceId } = delivery
  const { environmentId, vouched } = delivery
  const asked = news.map(({ unit, occurredAt }) => ({ unit, atMs: toMs(occurredAt), environmentId }))
  const [first, shown] = await Promise.all([
    nextNumbers(tx, workspaceId, 'feedback', news.length),
    snapshots(tx, workspaceId, stages, asked),
  ])
  for (const [i, draft] of news.entries()) Object.assign(draft, { number: first + i, exposure: shown[i] ?? [] })
  await Promise.all([
    insertItems(tx, workspaceId, news, { now, basis: vouched ? 'at_arrival' : 'reported_by_client', settings }),
    addJob(tx, enrichJob(workspaceId)),
  ])
}

function draftOf(
  { index, item, externalId }: Delivery['items'][number],
  sources: ReadonlyMap<string, DoorSource>,
  { unit, waitsFor }: Whose = NOBODYS,
  { facts, box, now }: Work,
): Draft {
  const received = receivedAt(facts, item.occurredMs, now)
  const source = sources.get(item.channel)
  if (!source) throw new Error(`channel ${item.channel} has no source`)
  const id: FeedbackItemId = newId('fbi', toMs(received))
  const occurredMs = occurredWithin(item.occurredMs, toMs(received))
  return {
    index,
    id,
    number: 0,
    item,
    sourceId: source.id,
    externalId: item.externalId ?? externalId ?? id,
    receivedAt: received,
    occurredAt: new Date(occurredMs).toISOString() as Instant, // toISOString has an Instant's form
    personId: null,
    unit,
    waitsFor,
    contentHash: NO_HASH,
    payload: box.seal(JSON.stringify({ text: item.text, subject: item.subject, email: item.email })),
    exposure: [],
    followUpOf: null,
    ignored: item.ignored,
  }
}

const NO_HASH = new Uint8Array()

/** Without a person the same words are two people's; without words a score is a score. */
function writtenBy(draft: Draft, personId: PersonId | null, box: SecretBox): void {
  const { id, item } = draft
  const words = personId !== null && item.text !== '' ? `${personId}\n${sameText(item.text)}` : id
  Object.assign(draft, { personId, contentHash: box.hash('content', words) })
}

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
