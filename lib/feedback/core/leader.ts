import { sharedTerms, similarity, type Vector } from './terms'

/** From here on a text joins a cluster by itself. */
const ATTACH = 0.5
/** The newest so many make a cluster's centroid. */
export const CENTROID_MEMBERS = 30
export const CANDIDATES = 20

export type Candidate<Id> = { id: Id; centroid: Vector }
export type Placed<Id> = {
  /** The cluster to join; null: a new one. */
  into: Id | null
  similarity: number
  because: { term: string; part: number }[]
}

/**
 * A text that is much nearer to one cluster than to any other joins it earlier: people say the same in few words. How far
 * it leads counts by this part. Where many say alike things the next one is near too, and it has to be as near as ever.
 */
const LEAD = { from: 0.3, part: 0.6 }

/** Where a text belongs: the nearest cluster that it may join, when that is near enough. */
export function place<Id>(vector: Vector, candidates: readonly Candidate<Id>[], barred: ReadonlySet<Id>): Placed<Id> {
  const near = candidates
    .filter(({ id }) => !barred.has(id))
    .map(({ id, centroid }) => ({ id, centroid, similarity: similarity(vector, centroid) }))
    .toSorted((a, b) => b.similarity - a.similarity)
  const [best, second] = near
  if (!best || best.similarity === 0) return { into: null, similarity: 0, because: [] }
  const because = sharedTerms(vector, best.centroid)
  const led = best.similarity + LEAD.part * (best.similarity - (second?.similarity ?? 0))
  const isClear = best.similarity >= LEAD.from && led >= ATTACH && because.length > 0
  return { into: best.similarity >= ATTACH || isClear ? best.id : null, similarity: best.similarity, because }
}
