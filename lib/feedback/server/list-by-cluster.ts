import { sql, type SQL } from 'drizzle-orm'
import { type WorkspaceId } from '@/lib/kernel/id'
import { instant } from '@/lib/kernel/moments'
import { type Db } from '@/lib/platform/database'

/** Where a page ended: the size and id of the cluster, and when its last item came on top; null: among those in none. */
type Place = { cluster: { people: number; id: string } | null; bumpedAt: string }

export type Listed = { id: string; key: string }

const keyOf = ({ cluster, bumpedAt }: Place): string =>
  cluster ? `${cluster.people} ${cluster.id} ${bumpedAt}` : `- ${bumpedAt}`

/** A moment as rows have it. */
export const isMoment = (text: string): boolean =>
  /^[\d-]{10}T[\d:.]{8,12}Z$/.test(text) && Number.isFinite(Date.parse(text))

/** @returns null when no page ever gave such a key */
function placeOf(key: string): Place | null {
  const [, people, id, bumpedAt] = /^(?:(\d{1,9}) (clu_[0-9a-z]{12})|-) (\S+)$/.exec(key) ?? []
  if (bumpedAt === undefined || !isMoment(bumpedAt)) return null
  return { cluster: id === undefined ? null : { people: Number(people), id }, bumpedAt }
}

/**
 * Items of the largest cluster first, the newest of each on top; those in none come last. Walks from cluster to cluster
 * along their sizes and stops when the page is full: sorting all items by the size of theirs takes as long as there are.
 * @returns null when the cursor is none of this order's
 */
export async function idsByCluster(
  db: Db,
  workspaceId: WorkspaceId,
  conditions: readonly SQL[],
  { after, limit }: { after: { key: string; id: string } | null; limit: number },
): Promise<Listed[] | null> {
  const place = after && placeOf(after.key)
  if (after && !place) return null
  const where = sql.join([...conditions], sql` and `)
  const listed: Listed[] = []
  if (!place || place.cluster) {
    const beyond =
      after && place?.cluster
        ? // The first line alone is what the index is entered by.
          sql`and (c.n_people, c.id) <= (${place.cluster.people}, ${place.cluster.id})
            and (c.n_people, c.id, i.bumped_at, i.id) < (${place.cluster.people}, ${place.cluster.id}, ${place.bumpedAt}::timestamptz, ${after.id})`
        : sql``
    const rows = await db.execute<{ id: string; people: number; cluster_id: string; bumped_ms: number }>(sql`
      select i.id, c.n_people as people, c.id as cluster_id, (extract(epoch from i.bumped_at) * 1000)::float8 as bumped_ms
      from cluster c join feedback_item i on i.workspace_id = c.workspace_id and i.cluster_id = c.id
      where c.workspace_id = ${workspaceId} and ${where} ${beyond}
      order by c.n_people desc nulls last, c.id desc nulls last, i.bumped_at desc nulls last, i.id desc nulls last
      limit ${limit}`)
    for (const row of rows) {
      const cluster = { people: row.people, id: row.cluster_id }
      listed.push({ id: row.id, key: keyOf({ cluster, bumpedAt: instant(row.bumped_ms) }) })
    }
  }
  if (listed.length >= limit) return listed
  const beyond =
    after && place && !place.cluster
      ? sql`and (i.bumped_at, i.id) < (${place.bumpedAt}::timestamptz, ${after.id})`
      : sql``
  const rest = await db.execute<{ id: string; bumped_ms: number }>(sql`
    select i.id, (extract(epoch from i.bumped_at) * 1000)::float8 as bumped_ms from feedback_item i
    where i.cluster_id is null and ${where} ${beyond}
    order by i.bumped_at desc nulls last, i.id desc nulls last
    limit ${limit - listed.length}`)
  for (const row of rest) listed.push({ id: row.id, key: keyOf({ cluster: null, bumpedAt: instant(row.bumped_ms) }) })
  return listed
}
