import { sql, type SQL } from 'drizzle-orm'
import { type Actor } from '@/lib/kernel/actor'
import { type FeedbackItemId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { instant } from '@/lib/kernel/moments'
import { excerptOf } from '../core/clean-text'
import { type MergeTargetView } from '../core/schema'
import { findItem, itemName, type ItemRow } from './item-rows'
import { searchOf } from './list-items'
import { similarItems } from './similar'

const MOST = 12
const OF_A_KIND = 5

type Because = MergeTargetView['because']
type Found = { id: FeedbackItemId; number: number; text: string; state: MergeTargetView['state']; received_ms: number }

/**
 * Items that one may be merged into, so that nobody types an id: the one that is named exactly, then others of the same
 * person, of the same cluster, and what says nearly the same. Words leave only those that have them, then add more.
 */
export async function findMergeTargets(
  runtime: Runtime,
  actor: Actor,
  idOrName: string,
  words: string,
): Promise<Outcome<MergeTargetView[]>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { db } = runtime.database
  const row = await findItem(db, actor.workspaceId, idOrName)
  if (!row) return refuse('not-found', 'This item does not exist here.')
  const asked = words.trim().slice(0, 200)
  const targets = new Map<FeedbackItemId, MergeTargetView>()
  const add = (because: Because, found: readonly Found[]): void => {
    for (const one of found) if (!targets.has(one.id)) targets.set(one.id, targetOf(one, because))
  }
  const named = asked === '' ? null : await findItem(db, actor.workspaceId, asked)
  if (named) add('named', await look(db, row, sql`i.id = ${named.id}`, 1))
  const matching = asked === '' || named ? sql`true` : sql`i.search @@ ${searchOf(asked)}`
  if (row.personId)
    add('same-person', await look(db, row, sql`i.person_id = ${row.personId} and ${matching}`, OF_A_KIND))
  if (row.clusterId)
    add('same-cluster', await look(db, row, sql`i.cluster_id = ${row.clusterId} and ${matching}`, OF_A_KIND))
  const similar = JSON.stringify((await similarItems(db, row, MOST)).map(({ id }) => id))
  const among = sql`i.id in (select jsonb_array_elements_text(${similar}::text::jsonb)) and ${matching}`
  add('similar', inOrder(await look(db, row, among, MOST), similar))
  if (asked !== '' && !named) add('words', await look(db, row, matching, MOST))
  return { ok: true, value: [...targets.values()].slice(0, MOST) }
}

/** The newest first; never the item itself, what is merged itself, or spam. */
async function look(db: Db, { workspaceId, id }: ItemRow, which: SQL, most: number): Promise<Found[]> {
  const rows = await db.execute<Found>(sql`
    select i.id, i.number, i.text, i.state, (extract(epoch from i.received_at) * 1000)::float8 as received_ms
    from feedback_item i
    where i.workspace_id = ${workspaceId} and i.id <> ${id} and i.bucket not in ('merged', 'spam') and ${which}
    order by i.bumped_at desc, i.id desc limit ${most}`)
  return [...rows]
}

const inOrder = (found: readonly Found[], ids: string): Found[] =>
  found.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))

const targetOf = ({ id, number, text, state, received_ms: receivedMs }: Found, because: Because): MergeTargetView => {
  const receivedAt: Instant = instant(receivedMs)
  return { id, name: itemName(number), excerpt: excerptOf(text), state, because, receivedAt }
}
