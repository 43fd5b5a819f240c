import { centroidOf, sharedTerms, similarity, type Vector } from './terms'

/** From here on a text joins a cluster by itself. */
export const ATTACH = 0.5
export const CENTROID_MEMBERS = 30
export const CANDIDATES = 20

export type Candidate<Id> = { id: Id; centroid: Vector }
export type Placed<Id> = {
  /** The cluster to join; null: a new one. */
  into: Id | null
  similarity: number
  because: { term: string; part: number }[]
}

/** A text that is nearer to one cluster than to any other by far joins it a little earlier. */
const CLEAR = { from: 0.36, ratio: 1.6, shared: 3 }

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
    best.similarity >= CLEAR.from &&
    best.similarity >= CLEAR.ratio * (second?.similarity ?? 0) &&
    because.length >= CLEAR.shared
  return { into: best.similarity >= ATTACH || isClear ? best.id : null, similarity: best.similarity, because }
}

/** The centroid after a member came; the newest thirty make it. */
export const withMember = (members: readonly Vector[], added: Vector): Vector =>
  centroidOf([...members.slice(-(CENTROID_MEMBERS - 1)), added])
