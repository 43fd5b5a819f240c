import { sql } from 'drizzle-orm'
import { type ClusterId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { prepared } from '@/lib/platform/prepared'
import { ANALYSED_MAX } from '../core/clean-text'
import { contentWords, vectorOf, type Frequencies, type Vector } from '../core/terms'

/** The key under which the number of texts itself is counted. */
const ALL = ''

/** How often these words were seen in the workspace's texts. */
export async function frequenciesOf(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  words: Iterable<string>,
): Promise<Frequencies> {
  const asked = JSON.stringify([ALL, ...new Set(words)])
  const rows = await prepared<{ term: string; texts: number }>(
    db,
    sql`
    select f.term, f.texts from jsonb_array_elements_text(${asked}::text::jsonb) as t (term)
    join feedback_term f on f.workspace_id = ${workspaceId} and f.term = t.term`,
  )
  const counts = new Map(rows.map(({ term, texts }) => [term, texts]))
  return { texts: counts.get(ALL) ?? 0, of: (term) => counts.get(term) ?? 0 }
}

/** Counts one more text with these words. */
export async function countWords(tx: Tx, workspaceId: WorkspaceId, words: Iterable<string>): Promise<void> {
  const terms = JSON.stringify([ALL, ...new Set(words)].toSorted())
  await prepared(
    tx,
    sql`
    insert into feedback_term as f (workspace_id, term, texts)
    select ${workspaceId}, t.term, 1 from jsonb_array_elements_text(${terms}::text::jsonb) as t (term)
    on conflict (workspace_id, term) do update set texts = f.texts + 1`,
  )
}

/** A text's vector by the words of its workspace. */
export async function vectorFor(db: Db | Tx, workspaceId: WorkspaceId, text: string): Promise<Vector> {
  const words = contentWords(text.slice(0, ANALYSED_MAX))
  return vectorOf(words, await frequenciesOf(db, workspaceId, words))
}

/** Stores which terms lead to a cluster: the words of its centroid, not their pieces. */
export async function storeTerms(tx: Tx, workspaceId: WorkspaceId, id: ClusterId, centroid: Vector): Promise<void> {
  const terms = [...centroid.weights]
    .filter(([term]) => !term.startsWith('#'))
    .map(([term, weight]) => ({ term, weight }))
  const given = JSON.stringify(terms)
  await Promise.all([
    prepared(
      tx,
      sql`
      delete from cluster_term where workspace_id = ${workspaceId} and cluster_id = ${id}
        and term not in (select term from jsonb_to_recordset(${given}::text::jsonb) as t (term text))`,
    ),
    prepared(
      tx,
      sql`
      insert into cluster_term as c (workspace_id, term, cluster_id, weight)
      select ${workspaceId}, term, ${id}, weight from jsonb_to_recordset(${given}::text::jsonb) as t (term text, weight real)
      on conflict (workspace_id, term, cluster_id) do update set weight = excluded.weight where c.weight <> excluded.weight`,
    ),
  ])
}

/** A stored centroid as a vector. */
export const vectorOfRecord = ({ centroid, norm }: { centroid: Record<string, number>; norm: number }): Vector => ({
  weights: new Map(Object.entries(centroid)),
  norm,
})
