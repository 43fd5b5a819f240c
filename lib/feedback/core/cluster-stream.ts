import { CANDIDATES, CENTROID_MEMBERS, place, type Candidate } from './leader'
import { centroidOf, contentWords, lookUpTerms, vectorOf, type Frequencies, type Vector } from './terms'

type Open = Candidate<number> & { members: string[][]; terms: Set<string> }

/**
 * Clusters a stream of texts as the job does, in memory: what was seen before decides, one text after the other.
 * @returns for each text the number of its cluster
 */
export function clusterStream(texts: readonly string[]): number[] {
  const seen = new Map<string, number>()
  let count = 0
  const frequencies: Frequencies = {
    get texts() {
      return count
    },
    of: (term) => seen.get(term) ?? 0,
  }
  const clusters: Open[] = []
  return texts.map((text) => {
    const words = contentWords(text)
    const vector = vectorOf(words, frequencies)
    const { into } = place(vector, candidatesFor(clusters, vector, lookUpTerms(words, frequencies)), new Set())
    const found = into === null ? undefined : clusters[into]
    const home = found ?? { id: clusters.length, centroid: vector, members: [], terms: new Set<string>() }
    if (!found) clusters.push(home)
    home.members.push(words)
    const newest = home.members.slice(-CENTROID_MEMBERS)
    home.centroid = centroidOf(newest.map((one) => vectorOf(one, frequencies)))
    home.terms = new Set([...home.centroid.weights.keys()].filter((term) => !term.startsWith('#')))
    count += 1
    for (const term of new Set(words)) seen.set(term, (seen.get(term) ?? 0) + 1)
    return home.id
  })
}

/** Those that share the heaviest of the terms by which a text looks for its cluster. */
function candidatesFor(clusters: readonly Open[], vector: Vector, terms: readonly string[]): Open[] {
  return clusters
    .map((one) => ({
      one,
      near: terms.reduce(
        (sum, term) =>
          sum + (one.terms.has(term) ? (one.centroid.weights.get(term) ?? 0) * (vector.weights.get(term) ?? 0) : 0),
        0,
      ),
    }))
    .filter(({ near }) => near > 0)
    .toSorted((a, b) => b.near - a.near)
    .slice(0, CANDIDATES)
    .map(({ one }) => one)
}
