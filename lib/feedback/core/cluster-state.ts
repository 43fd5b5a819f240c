import { type ClusterRow } from './schema-clusters'

/** What a cluster is called in lists: hidden below three items of two people, open from there, then what people said. */
export function clusterState(
  stored: 'auto' | 'planned' | 'shipped' | 'told' | 'regressed' | 'merged',
  items: number,
  people: number,
): ClusterRow['state'] {
  if (stored === 'auto' || stored === 'merged') return items >= 3 && people >= 2 ? 'open' : 'emerging'
  return stored
}
