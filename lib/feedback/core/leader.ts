import { sharedTerms, similarity, type Vector } from './terms'

/** From here on a text joins a cluster by itself. */
const ATTACH = 0.42
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

/** A text that is nearer to one cluster than to any other joins it a little earlier: people say the same in few words. */
const CLEAR = { from: 0.3, ratio: 1.2 }

/** Where a text belongs: the nearest cluster that it may join, when that is near enough. */
export function place<Id>(vector: Vector, candidates: readonly Candidate<Id>[], barred: ReadonlySet<Id>): Placed<Id> {
  const near = candidates
    .filter(({ id }) => !barred.has(id))
    .map(({ id, centroid }) => ({ id, centroid, similarity: similarity(vector, centroid) }))
    .toSorted((a, b) => b.similarity - a.similarity)
  const [best, second] = near
  if (!best || best.similarity === 0) return { into: null, similarity: 0, because: [] }
  const because = sharedTerms(vector, best.centroid)
  const isClear =
    best.similarity >= CLEAR.from && best.similarity >= CLEAR.ratio * (second?.similarity ?? 0) && because.length > 0
  return { into: best.similarity >= ATTACH || isClear ? best.id : null, similarity: best.similarity, because }
}
