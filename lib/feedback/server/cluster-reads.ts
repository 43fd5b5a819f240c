import { and, desc, eq, ne, sql, type SQL } from 'drizzle-orm'
import { cluster, clusterEvent } from '@/drizzle/schema/feedback-clusters'
import { readPrivacy } from '@/lib/governance/server/contract'
import { type Actor } from '@/lib/kernel/actor'
import { type ClusterId, type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { excerptOf } from '../core/clean-text'
import { clusterState } from '../core/cluster-state'
import { place } from '../core/leader'
import { type ClusterRow, type ClusterView } from '../core/schema'
import { clusterName, findCluster, type ClusterRecord } from './cluster-rows'
import { vectorOfRecord } from './cluster-terms'
import { itemName } from './item-rows'
import { risingClusters } from './rising'

const signIn = () => refuse('not-signed-in', 'Sign in first.')
export type ClusterPage = { items: ClusterRow[]; nextCursor: string | null }

/** Clusters, the most people first. `state=emerging` shows those that are hidden yet; `rising=1` those that grow. */
export async function listClusters(
  runtime: Runtime,
  actor: Actor,
  query: URLSearchParams,
  { limit = 50, cursor = null }: { limit?: number; cursor?: string | null } = {},
): Promise<Outcome<ClusterPage>> {
  if (actor.kind === 'anonymous') return signIn()
  const { db } = runtime.database
  const { workspaceId } = actor
  const [, people, id] = /^(\d{1,9})\.(clu_[0-9a-z]{12})$/.exec(cursor ?? '') ?? []
  if (cursor !== null && !id)
    return refuse('invalid-input', 'This cursor was not given by a page before.', { field: 'cursor' })
  const rising = await risingClusters(db, workspaceId, runtime.now())
  const conditions: (SQL | undefined)[] = [
    eq(cluster.workspaceId, workspaceId),
    ne(cluster.state, 'merged'),
    stateIs(query.get('state')),
  ]
  if (query.get('rising') === '1')
    conditions.push(
      sql`${cluster.id} in (select jsonb_array_elements_text(${JSON.stringify([...rising.keys()])}::text::jsonb))`,
    )
  if (id) conditions.push(sql`(${cluster.nPeople}, ${cluster.id}) < (${Number(people)}, ${id})`)
  const rows = await db
    .select()
    .from(cluster)
    .where(and(...conditions))
    .orderBy(sql`${cluster.nPeople} desc nulls last, ${cluster.id} desc nulls last`)
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const items = shown.map((row) => clusterRow(row, rising))
  return { ok: true, value: { items, nextCursor: rows.length > limit && last ? `${last.nPeople}.${last.id}` : null } }
}

function stateIs(state: string | null): SQL | undefined {
  const isOpen = sql`${cluster.nItems} >= 3 and ${cluster.nPeople} >= 2`
  if (state === 'all') return undefined
  if (state === 'emerging') return sql`${cluster.state} = 'auto' and ${cluster.nItems} > 0 and not (${isOpen})`
  if (state === 'open') return sql`${cluster.state} = 'auto' and ${isOpen}`
  if (state !== null) return sql`${cluster.state} = ${state}`
  return sql`(${cluster.state} <> 'auto' or (${isOpen}))`
}

function clusterRow(row: ClusterRecord, rising: ReadonlyMap<ClusterId, number>): ClusterRow {
  return {
    id: row.id,
    name: clusterName(row.number),
    title: row.name,
    version: row.version,
    state: clusterState(row.state, row.nItems, row.nPeople),
    items: row.nItems,
    people: row.nPeople,
    rising: rising.has(row.id),
    newPeople24h: rising.get(row.id) ?? 0,
    firstSeen: row.firstSeen,
    lastSeen: row.lastSeen,
    topTerms: topTerms(row),
    exposedPeople: row.nExposed,
    baselinePeople: row.nBaseline,
  }
}

async function smallestGroup(db: Db, workspaceId: WorkspaceId): Promise<number> {
  return (await readPrivacy(db, workspaceId)).settings.minimumGroup
}

const topTerms = ({ centroid }: ClusterRecord): string[] =>
  Object.entries(centroid)
    .filter(([term]) => !term.startsWith('#'))
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 6)
    .map(([term]) => term)

/** One cluster by id or name (CL-31), with its people, words and kin. A merged one answers with what it is now. */
export async function readCluster(runtime: Runtime, actor: Actor, idOrName: string): Promise<Outcome<ClusterView>> {
  if (actor.kind === 'anonymous') return signIn()
  const { db } = runtime.database
  const { workspaceId } = actor
  let row = await findCluster(db, workspaceId, idOrName)
  if (row?.mergedInto) row = await findCluster(db, workspaceId, row.mergedInto)
  if (!row) return refuse('not-found', 'This cluster does not exist here.')
  const now = runtime.now()
  const minimumGroup = await smallestGroup(db, workspaceId)
  const rising = await risingClusters(db, workspaceId, now)
  const events = await db
    .select()
    .from(clusterEvent)
    .where(and(eq(clusterEvent.workspaceId, workspaceId), eq(clusterEvent.clusterId, row.id)))
    .orderBy(desc(clusterEvent.seq))
    .limit(100)
  return {
    ok: true,
    value: {
      ...clusterRow(row, rising),
      trend: await trend(db, workspaceId, row.id, now),
      quotes: await quotes(db, workspaceId, row.id),
      minimumGroup,
      slices: await slices(db, workspaceId, row.id, minimumGroup),
      flags: await flagsOf(db, workspaceId, row.id),
      maybeSame: await kin(db, workspaceId, row),
      history: events.map(({ createdAt, actorKind, actorId, actorName, kind, sentence }) => ({
        actId: null,
        at: createdAt,
        by: { kind: actorKind, id: actorId, name: actorName },
        verb: kind,
        sentence,
        undone: false,
      })),
    },
  }
}

async function trend(db: Db, workspaceId: WorkspaceId, id: ClusterId, now: Instant) {
  const rows = await db.execute<{ day: string; people: number }>(sql`
    select to_char(d.day, 'YYYY-MM-DD') as day, count(distinct coalesce(i.person_id, i.id))::int as people
    from generate_series(date_trunc('day', ${now}::timestamptz) - interval '13 days', date_trunc('day', ${now}::timestamptz), interval '1 day') as d (day)
    left join feedback_item i on i.workspace_id = ${workspaceId} and i.cluster_id = ${id} and i.bucket <> 'spam'
      and i.received_at >= d.day and i.received_at < d.day + interval '1 day'
    group by d.day order by d.day`)
  return [...rows]
}

async function quotes(db: Db, workspaceId: WorkspaceId, id: ClusterId) {
  const rows = await db.execute<{ id: FeedbackItemId; number: number; text: string }>(sql`
    select id, number, text from feedback_item
    where workspace_id = ${workspaceId} and cluster_id = ${id} and bucket <> 'spam' and text <> ''
    order by attention desc, received_at desc limit 5`)
  return [...rows].map((row) => ({ id: row.id, name: itemName(row.number), text: excerptOf(row.text, 200) }))
}

/** Where its people are; parts of fewer people than the smallest group are not shown. */
async function slices(db: Db, workspaceId: WorkspaceId, id: ClusterId, minimumGroup: number) {
  const rows = await db.execute<{ dimension: string; value: string; people: number; share: number }>(sql`
    with people as (
      select coalesce(person_id, id) as person, context from feedback_item
      where workspace_id = ${workspaceId} and cluster_id = ${id} and bucket <> 'spam'
    )
    select c.key as dimension, c.value, count(distinct p.person)::int as people,
      (count(distinct p.person)::float8 / (select count(distinct person) from people)) as share
    from people p, jsonb_each_text(p.context) as c
    where c.key in ('platform', 'device', 'region', 'plan', 'appVersion', 'network', 'locale')
    group by c.key, c.value having count(distinct p.person) >= ${minimumGroup}
    order by people desc, dimension, value limit 20`)
  return [...rows]
}

async function flagsOf(db: Db, workspaceId: WorkspaceId, id: ClusterId) {
  const rows = await db.execute<{ flagKey: string; exposed: number; baseline: number }>(sql`
    select e.flag_key as "flagKey", count(distinct coalesce(i.person_id, i.id)) filter (where e.cohort = 'exposed')::int as exposed,
      count(distinct coalesce(i.person_id, i.id)) filter (where e.cohort = 'baseline')::int as baseline
    from feedback_item i join feedback_exposure e on e.workspace_id = i.workspace_id and e.item_id = i.id
    where i.workspace_id = ${workspaceId} and i.cluster_id = ${id} and i.bucket <> 'spam' and e.rollout_id is not null
    group by e.flag_key order by exposed desc limit 10`)
  return [...rows]
}

/** Other clusters that may be the same; only a person brings them together. */
async function kin(db: Db, workspaceId: WorkspaceId, row: ClusterRecord): Promise<ClusterView['maybeSame']> {
  const rows = await db.execute<{
    id: ClusterId
    number: number
    name: string
    centroid: Record<string, number>
    norm: number
  }>(sql`
    select c.id, c.number, c.name, c.centroid, c.norm from (
      select o.cluster_id, sum(o.weight * m.weight) as near from cluster_term m
      join cluster_term o on o.workspace_id = m.workspace_id and o.term = m.term and o.cluster_id <> m.cluster_id
      where m.workspace_id = ${workspaceId} and m.cluster_id = ${row.id}
      group by o.cluster_id order by near desc limit 20
    ) as n join cluster c on c.id = n.cluster_id and c.state <> 'merged' and c.n_items > 0`)
  const own = vectorOfRecord(row)
  return [...rows]
    .map((other) => ({
      other,
      near: place(own, [{ id: other.id, centroid: vectorOfRecord(other) }], new Set()).similarity,
    }))
    .filter(({ near }) => near >= 0.2)
    .toSorted((a, b) => b.near - a.near)
    .slice(0, 5)
    .map(({ other, near }) => ({
      id: other.id,
      name: clusterName(other.number),
      title: other.name,
      similarity: Math.round(near * 1000) / 1000,
    }))
}
