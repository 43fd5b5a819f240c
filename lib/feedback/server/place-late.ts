import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { feedbackItem, feedbackUnplaced } from '@/drizzle/schema/feedback'
import { personIdentity } from '@/drizzle/schema/feedback-people'
import { type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { transact, type Db, type Tx } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { readAliasUnits, type StageLookup } from '@/lib/telemetry/server/contract'
import { recount } from './cluster-rows'
import { addPeople, findPeople } from './identify'
import { lockItems, triageColumns, triageOf, type ItemRow } from './item-rows'
import { exposeLate } from './match-late'
import { noticeOwner } from './notice-owner'
import { secretBox } from './secret-box'

/** Records are refused after two days: what is not told by then never will be. */
const KEPT_MS = 48 * 3_600_000
const EACH_RUN = 500
const [SOON_S, LATE_S] = [60, 6 * 3600]

type Waiting = { workspaceId: WorkspaceId; itemId: FeedbackItemId; alias: string }

/**
 * Items whose session or trace was not known when they came: looked up again, ever less often, for two days. What is
 * found adds rows that say so; nothing that was frozen at arrival is written over.
 * @returns how many items found what their person had met
 */
export async function placeLate(runtime: Runtime, stages: StageLookup): Promise<number> {
  const { db } = runtime.database
  const now = runtime.now()
  await db.delete(feedbackUnplaced).where(lte(feedbackUnplaced.createdAt, instant(toMs(now) - KEPT_MS)))
  const { workspaceId, itemId } = feedbackUnplaced
  const due: Waiting[] = await db
    .select({ workspaceId, itemId, alias: sql<string>`encode(${feedbackUnplaced.alias}, 'hex')` })
    .from(feedbackUnplaced)
    .where(lte(feedbackUnplaced.nextAt, now))
    .orderBy(asc(feedbackUnplaced.nextAt))
    .limit(EACH_RUN)
  let placed = 0
  for (const id of new Set(due.map((one) => one.workspaceId))) {
    const own = due.filter((one) => one.workspaceId === id)
    const units = await readAliasUnits(
      db,
      id,
      own.map(({ alias }) => alias),
    )
    const later: Waiting[] = []
    for (const one of own) {
      const unit = units.get(one.alias)
      const isPlaced = unit !== undefined && (await transact(db, (tx) => place(tx, one, unit, { stages, now })))
      if (isPlaced) placed += 1
      else later.push(one)
    }
    await askLater(db, id, later, now)
  }
  return placed
}

/** Each after as long as it has waited already. */
async function askLater(db: Db, id: WorkspaceId, waiting: readonly Waiting[], now: Instant): Promise<void> {
  if (waiting.length === 0) return
  const ids = JSON.stringify([...new Set(waiting.map(({ itemId }) => itemId))])
  await db.execute(sql`
    update feedback_unplaced set next_at = ${now}::timestamptz
      + least(greatest(${now}::timestamptz - created_at, make_interval(secs => ${SOON_S})), make_interval(secs => ${LATE_S}))
    where workspace_id = ${id} and item_id in (select jsonb_array_elements_text(${ids}::text::jsonb))`)
}

type Tools = { stages: StageLookup; now: Instant }

async function place(tx: Tx, { workspaceId, itemId }: Waiting, unit: string, tools: Tools): Promise<boolean> {
  // Whoever writes people and items of a workspace does it alone, as at the door.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`feedback ${workspaceId}`}, 0))`)
  const its = and(eq(feedbackUnplaced.workspaceId, workspaceId), eq(feedbackUnplaced.itemId, itemId))
  const [found] = await lockItems(tx, workspaceId, [itemId])
  if (!found) {
    await tx.delete(feedbackUnplaced).where(its)
    return false
  }
  const row = await withPerson(tx, found, unit, tools.now)
  const shown = await exposeLate(tx, row, unit, tools)
  if (shown.cohort === row.cohort) return false
  await tx.delete(feedbackUnplaced).where(its)
  const { attention } = triageColumns(triageOf(shown), shown)
  await tx.update(feedbackItem).set({ attention }).where(eq(feedbackItem.id, itemId))
  if (shown.enrichment === 'done') await noticeOwner(tx, shown, shown, tools.now)
  return true
}

/** The unit's person wrote it; somebody known by an address is known by the unit too from now on. */
async function withPerson(tx: Tx, row: ItemRow, unit: string, now: Instant): Promise<ItemRow> {
  const { workspaceId, personId, clusterId } = row
  if (personId !== null) {
    const identity = { workspaceId, kind: 'unit' as const, hash: Buffer.from(unit, 'hex'), personId, createdAt: now }
    await tx.insert(personIdentity).values(identity).onConflictDoNothing()
    return row
  }
  const box = await secretBox(tx, workspaceId)
  const people = await findPeople(tx, workspaceId, box, [{ unit, email: null, vouched: false }], now)
  await addPeople(tx, people)
  const [found = null] = people.found
  await tx
    .update(feedbackItem)
    .set({ personId: found })
    .where(and(eq(feedbackItem.workspaceId, workspaceId), eq(feedbackItem.id, row.id)))
  if (clusterId) await recount(tx, workspaceId, [clusterId])
  return { ...row, personId: found }
}
