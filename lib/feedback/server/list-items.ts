import { sql, type SQL } from 'drizzle-orm'
import { feedbackItem } from '@/drizzle/schema/feedback'
import { type Actor } from '@/lib/kernel/actor'
import { type WorkspaceId } from '@/lib/kernel/id'
import { assertNever, refuse, type Outcome } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { NEVER } from '../core/clocks'
import { type DueFilter, type InboxQuery, type Sort } from '../core/inbox-query'
import { BUCKETS, type Bucket } from '../core/states'
import { findCluster } from './cluster-rows'
import { idsByCluster, isMoment } from './list-by-cluster'
import { risingClusters } from './rising'
import { type RowColumns } from './row-view'

type Cursor = { key: string; id: string }

/** What a cursor may hold for a column of this type: one of another order must not reach the database. */
const isKeyOf = {
  timestamptz: isMoment,
  real: (key: string) => /^-?\d{1,2}(?:\.\d{1,20})?(?:e-?\d{1,2})?$/i.test(key),
  int: (key: string) => /^-?\d{1,9}$/.test(key),
}

/** Column and direction of each order; every one is the end of an index, and every column is never null. */
const ORDER: Record<
  Exclude<Sort, 'cluster'>,
  { by: SQL; type: keyof typeof isKeyOf; descending: boolean; of: (row: RowColumns) => string }
> = {
  '-received': { by: sql`i.bumped_at`, type: 'timestamptz', descending: true, of: (row) => row.bumpedAt },
  waiting: { by: sql`i.received_at`, type: 'timestamptz', descending: false, of: (row) => row.receivedAt },
  due: { by: sql`i.due_at`, type: 'timestamptz', descending: false, of: (row) => row.dueAt },
  negative: { by: sql`i.tone`, type: 'real', descending: false, of: (row) => String(row.tone) },
  suggested: { by: sql`i.attention`, type: 'int', descending: true, of: (row) => String(row.attention) },
}

type Page = { rows: RowColumns[]; cursorOf: (row: RowColumns) => string }

/** One page of the inbox, one row more than `limit` when there is a next page. */
export async function listItems(
  db: Db,
  actor: Actor & { workspaceId: WorkspaceId },
  query: InboxQuery,
  { limit, cursor, now }: { limit: number; cursor: string | null; now: Instant },
): Promise<Outcome<Page>> {
  const after = cursor === null ? null : readCursor(cursor)
  if (cursor !== null && !after) return unknownCursor()
  const conditions = [sql`i.workspace_id = ${actor.workspaceId}`, ...(await conditionsOf(db, actor, query, now))]
  if (query.sort === 'cluster') {
    const within = query.buckets ? [...conditions, bucketIs(query.buckets)] : conditions
    const listed = await idsByCluster(db, actor.workspaceId, within, { after, limit: limit + 1 })
    if (!listed) return unknownCursor()
    const keys = new Map(listed.map(({ id, key }) => [id, key]))
    const rows = await rowsOf(db, [...keys.keys()])
    return { ok: true, value: { rows, cursorOf: ({ id }) => writeCursor({ key: keys.get(id) ?? '', id }) } }
  }
  const order = ORDER[query.sort]
  if (after) {
    if (!isKeyOf[order.type](after.key)) return unknownCursor()
    const key = sql`${after.key}::text::${sql.raw(order.type)}`
    conditions.push(
      order.descending
        ? sql`(${order.by}, i.id) < (${key}, ${after.id})`
        : sql`(${order.by}, i.id) > (${key}, ${after.id})`,
    )
  }
  const direction = order.descending ? sql`desc nulls last` : sql`asc`
  const inOrder = (by: SQL, id: SQL): SQL => sql`order by ${by} ${direction}, ${id} ${direction} limit ${limit + 1}`
  const walk = (within: readonly SQL[]): SQL => sql`
    (select i.id, ${order.by} as key from feedback_item i
    where ${sql.join([...conditions, ...within], sql` and `)}
    ${inOrder(order.by, sql`i.id`)})`
  const walks = bucketsToWalk(query).map((bucket) => walk(bucket ? [bucketIs([bucket])] : []))
  const ids = await db.execute<{ id: string }>(sql`
    select id from (${sql.join(walks, sql` union all `)}) as walked ${inOrder(sql`key`, sql`id`)}`)
  const rows = await rowsOf(
    db,
    [...ids].map(({ id }) => id),
  )
  return { ok: true, value: { rows, cursorOf: (row) => writeCursor({ key: order.of(row), id: row.id }) } }
}

const bucketIs = (buckets: readonly string[]): SQL => isAnyOf(sql`i.bucket`, buckets)

/**
 * Every order but one is the end of an index that begins with the bucket: a list of several is walked bucket by bucket,
 * as many of each as fit the page. Sorting all of them takes as long as there are items.
 */
function bucketsToWalk({ buckets, sort }: InboxQuery): readonly (Bucket | null)[] {
  if (buckets) return buckets
  return sort === '-received' ? [null] : BUCKETS
}

const unknownCursor = () => refuse('invalid-input', 'This cursor was not given by a page before.', { field: 'cursor' })

/** Whole rows, in the order of their ids. */
async function rowsOf(db: Db, ids: readonly string[]): Promise<RowColumns[]> {
  const found = await db
    .select()
    .from(feedbackItem)
    .where(sql`${feedbackItem.id} in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`)
  const byId = new Map<string, RowColumns>(found.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function isAnyOf(column: SQL, values: readonly string[]): SQL {
  if (values.length === 1) return sql`${column} = ${values[0]}`
  return sql`${column} in (${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`
}

/** All but the bucket. */
async function conditionsOf(
  db: Db,
  actor: Actor & { workspaceId: WorkspaceId },
  query: InboxQuery,
  now: Instant,
): Promise<SQL[]> {
  const conditions: SQL[] = []
  const anyIn = (column: SQL, values: readonly string[]): void => {
    if (values.length > 0) conditions.push(isAnyOf(column, values))
  }
  anyIn(sql`i.state`, query.states)
  anyIn(sql`i.channel`, query.channels)
  anyIn(sql`i.effective`, query.sentiments)
  anyIn(sql`i.cohort`, query.cohorts)
  anyIn(sql`i.type`, query.types)
  if (query.unread !== null) conditions.push(sql`i.unread = ${query.unread}`)
  if (query.assignee === 'none') conditions.push(sql`i.assignee_id is null and i.team_id is null`)
  else if (query.assignee !== null)
    conditions.push(sql`i.assignee_id = ${query.assignee === 'me' ? actor.id : query.assignee}`)
  if (query.team !== null) conditions.push(sql`i.team_id = ${query.team}`)
  if (query.priority !== null) conditions.push(sql`i.priority = ${query.priority}`)
  if (query.person !== null) conditions.push(sql`i.person_id = ${query.person}`)
  if (query.due.length > 0)
    conditions.push(
      sql`(${sql.join(
        query.due.map((due) => dueIs(due, now)),
        sql` or `,
      )})`,
    )
  if (query.notEnriched) conditions.push(sql`i.enrichment <> 'done'`)
  for (const key of query.tags) conditions.push(sql`i.tag_keys @> array[${key}]::text[]`)
  for (const flag of query.flags) {
    conditions.push(sql`exists (select 1 from feedback_exposure e
      where e.workspace_id = i.workspace_id and e.item_id = i.id and e.flag_key = ${flag} and e.cohort <> 'unknown')`)
  }
  if (query.cluster !== null) {
    const found = await findCluster(db, actor.workspaceId, query.cluster)
    conditions.push(found ? sql`i.cluster_id = ${found.id}` : sql`false`)
  }
  if (query.rising) {
    const ids = JSON.stringify([...(await risingClusters(db, actor.workspaceId, now)).keys()])
    conditions.push(sql`i.cluster_id = any(array(select jsonb_array_elements_text(${ids}::text::jsonb)))`)
  }
  const words = query.words.join(' ').trim()
  if (words !== '') conditions.push(await wordsCondition(db, actor.workspaceId, searchOf(words)))
  for (const part of query.unknown) conditions.push(sql`i.search @@ plainto_tsquery('simple', ${part})`)
  return conditions
}

/** By what is stored of the clocks, and the moment it is. */
function dueIs(due: DueFilter, now: Instant): SQL {
  switch (due) {
    case 'breached':
      return sql`i.due_at <= ${now}`
    case 'at-risk':
      return sql`(i.risk_at <= ${now} and i.due_at > ${now})`
    case 'on-track':
      return sql`(i.risk_at > ${now} and i.due_at < ${NEVER})`
    case 'none':
      return sql`i.due_at = ${NEVER}`
    default:
      return assertNever(due)
  }
}

const RARE = 2000

/** Items with rare words are found first and ordered then; for common ones a walk along the order meets them soon. */
export async function wordsCondition(db: Db, workspaceId: WorkspaceId, words: SQL): Promise<SQL> {
  const found = await db.execute<{ id: string }>(sql`
    select f.id from feedback_item f where f.workspace_id = ${workspaceId} and f.search @@ ${words} limit ${RARE + 1}`)
  // `is true` keeps the index of words out: it would gather every item that has them, to show a page of the newest.
  if (found.length > RARE) return sql`(i.search @@ ${words}) is true`
  const ids = JSON.stringify([...found].map(({ id }) => id))
  return sql`i.id = any(array(select jsonb_array_elements_text(${ids}::text::jsonb)))`
}

/** Every word, each also as the beginning of a longer one. */
export function searchOf(words: string): SQL {
  const lexemes = words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (lexemes.length === 0) return sql`plainto_tsquery('simple', ${words})`
  return sql`to_tsquery('simple', ${lexemes
    .slice(0, 12)
    .map((lexeme) => `'${lexeme}':*`)
    .join(' & ')})`
}

const writeCursor = ({ key, id }: Cursor): string => Buffer.from(JSON.stringify([key, id])).toString('base64url')

function readCursor(text: string): Cursor | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(read) || read.length !== 2) return null
    const [key, id]: unknown[] = read
    if (typeof key !== 'string' || typeof id !== 'string') return null
    return /^fbi_[0-9a-z]{12}$/.test(id) ? { key, id } : null
  } catch {
    return null
  }
}
