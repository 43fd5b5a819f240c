import {
  feedbackExposure,
  feedbackItem,
  feedbackRaw,
  feedbackScore,
  feedbackState,
  feedbackUnplaced,
} from '@/drizzle/schema/feedback'
import { consent } from '@/drizzle/schema/feedback-people'
import { type FeedbackItemId, type FeedbackSourceId, type PersonId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { insertRows } from '@/lib/platform/prepared'
import { strongestCohort, type Snapshot } from '../core/exposure'
import { type Mask } from '../core/redact'
import { statedSentiment } from '../core/read-scores'
import { type IncomingItem } from '../core/schema'
import { firstTriage } from '../core/states'
import { clockColumns } from './clocks'
import { type DoorSettings } from './door-settings'
import { triageColumns } from './item-rows'

export type NewItem = {
  id: FeedbackItemId
  number: number
  item: IncomingItem
  sourceId: FeedbackSourceId
  externalId: string
  receivedAt: Instant
  occurredAt: Instant
  personId: PersonId | null
  /** Pseudonym, hex. */
  unit: string | null
  /** Sessions and traces that may tell the unit later. */
  waitsFor: readonly string[]
  contentHash: Uint8Array
  payload: Uint8Array
  exposure: readonly Snapshot[]
  followUpOf: FeedbackItemId | null
}
type Basis = 'at_arrival' | 'late_match' | 'reported_by_client'

const SYSTEM = { actorKind: 'system', actorId: 'system', actorName: 'Soundings' }

/** Writes new items with all that belongs to them; masked before anything is stored in clear. */
export async function insertItems(
  tx: Tx,
  workspaceId: WorkspaceId,
  items: readonly NewItem[],
  { now, basis, settings }: { now: Instant; basis: Basis; settings: DoorSettings },
): Promise<void> {
  const rows = items.map((one) => itemRow(workspaceId, one, { now, settings }))
  const raws = items.map(({ id, sourceId, externalId, receivedAt, payload }) => {
    return { workspaceId, itemId: id, sourceId, externalId, receivedAt, payload }
  })
  const scores = items.flatMap(({ id, item }) =>
    item.scores.map((score) => Object.assign({ workspaceId, itemId: id, createdAt: now }, score)),
  )
  const exposures = items.flatMap((one) => exposureRows(workspaceId, one, basis, now))
  const consents = items.flatMap(({ personId, item }) =>
    personId === null
      ? []
      : item.consent.map(({ purpose, granted }) => {
          return {
            workspaceId,
            personId,
            purpose,
            granted,
            source: item.channel,
            wording: item.consentText ?? settings.consentText,
            createdAt: now,
          }
        }),
  )
  const waiting = items.flatMap(({ id, waitsFor }) =>
    waitsFor.map((key) => {
      return { workspaceId, itemId: id, alias: Buffer.from(key, 'hex'), createdAt: now, nextAt: now }
    }),
  )
  const states = rows.map(({ id, state, stateDetail, receivedAt }) => {
    return { workspaceId, itemId: id, state, detail: stateDetail, ...SYSTEM, createdAt: receivedAt }
  })
  // One connection runs them one after the other; sent together they wait for the network once.
  await Promise.all([
    insertRows(rows, (all) => tx.insert(feedbackItem).values(all)),
    insertRows(raws, (all) => tx.insert(feedbackRaw).values(all)),
    insertRows(states, (all) => tx.insert(feedbackState).values(all)),
    insertRows(scores, (all) => tx.insert(feedbackScore).values(all)),
    insertRows(exposures, (all) => tx.insert(feedbackExposure).values(all)),
    insertRows(consents, (all) => tx.insert(consent).values(all)),
    insertRows(waiting, (all) => tx.insert(feedbackUnplaced).values(all)),
  ])
}

function itemRow(
  workspaceId: WorkspaceId,
  one: NewItem,
  { now, settings: { mask, sla } }: { now: Instant; settings: DoorSettings },
): typeof feedbackItem.$inferInsert & ItemColumns {
  const { item } = one
  const triage = firstTriage(item.text !== '')
  const masked = mask(item.text)
  const subject = item.subject === null ? null : mask(item.subject)
  const stated = statedSentiment(item.scores)
  const cohort = strongestCohort(one.exposure)
  const analysed = { stated, predicted: null, predictedScore: null, cohort }
  return {
    ...triageColumns(triage, analysed),
    ...clockColumns(sla, {
      priority: triage.priority,
      states: [{ kind: triage.state.kind, atMs: toMs(one.receivedAt) }],
      firstAnsweredMs: null,
    }),
    id: one.id,
    workspaceId,
    number: one.number,
    sourceId: one.sourceId,
    externalId: one.externalId,
    channel: item.channel,
    text: masked.text,
    subject: subject?.text ?? null,
    masked: [...new Set([...masked.kinds, ...(subject?.kinds ?? [])])].toSorted(),
    occurredAt: one.occurredAt,
    receivedAt: one.receivedAt,
    personId: one.personId,
    contentHash: one.contentHash,
    context: maskedContext(item.context, mask),
    alsoBy: [],
    followUpOf: one.followUpOf,
    stated,
    cohort,
    exposedTo: one.exposure.filter((row) => row.cohort === 'exposed').map((row) => row.flagKey),
    bumpedAt: one.receivedAt,
    createdAt: now,
  }
}
type ItemColumns = ReturnType<typeof triageColumns> & { id: FeedbackItemId; receivedAt: Instant }

/** Facts of the session may hold an address as well as the text may. */
function maskedContext(context: IncomingItem['context'], mask: Mask): IncomingItem['context'] {
  const entries = Object.entries(context).map(([name, value]) => [
    name,
    typeof value === 'string' ? mask(value).text : value,
  ])
  return Object.fromEntries(entries)
}

export function exposureRows(
  workspaceId: WorkspaceId,
  { id, occurredAt, exposure }: Pick<NewItem, 'id' | 'occurredAt' | 'exposure'>,
  basis: Basis,
  now: Instant,
): (typeof feedbackExposure.$inferInsert)[] {
  return exposure.map(({ firstExposedMs, ...row }) => ({
    ...row,
    workspaceId,
    itemId: id,
    basis,
    firstExposedAt: firstExposedMs === null ? null : instant(firstExposedMs),
    secondsSinceFirstExposure: firstExposedMs === null ? null : (toMs(occurredAt) - firstExposedMs) / 1000,
    createdAt: now,
  }))
}
