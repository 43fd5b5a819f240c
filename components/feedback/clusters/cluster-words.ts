import { type ClusterRow } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'

export const CLUSTER_STATE: Readonly<Record<ClusterRow['state'], string>> = {
  emerging: 'Emerging',
  open: 'Open',
  planned: 'Planned',
  shipped: 'Shipped',
  told: 'Told people',
  regressed: 'Regressed',
}

/** The list of clusters in one sentence. */
export function clustersAnswer(rows: readonly Pick<ClusterRow, 'rising'>[]): string {
  if (rows.length === 0) return 'Not enough alike to group: a cluster needs three items of two people.'
  const rising = rows.filter((row) => row.rising).length
  const grows = rising === 0 ? 'None is rising.' : rising === 1 ? 'One is rising.' : `${rising} are rising.`
  return `${plural(rows.length, 'complaint or wish is', 'complaints and wishes are')} shared by several people. ${grows}`
}

/** Who of them had what. */
export const cohortWords = ({
  exposedPeople,
  baselinePeople,
}: Pick<ClusterRow, 'exposedPeople' | 'baselinePeople'>): string =>
  `${exposedPeople} exposed, ${baselinePeople} baseline`

/** A cluster in one sentence or three. */
export function clusterAnswer(cluster: ClusterRow): string {
  const who = `${plural(cluster.people, 'person', 'people')} in ${plural(cluster.items, 'item', 'items')}`
  const rises = cluster.rising ? ` Rising: ${cluster.newPeople24h} new in 24 h.` : ''
  return `${CLUSTER_STATE[cluster.state]}. ${who}, ${cohortWords(cluster)}.${rises}`
}

/** What a person may do with members. */
export type MemberAct = 'split' | 'same' | 'not-same' | 'unpin' | 'move'

const items = (n: number): string => plural(n, 'item', 'items')

/** What was done with members, and what machines do from now on. @param where name of the cluster they are in now */
export function memberSaid(act: MemberAct, n: number, here: string, where: string | null): string {
  switch (act) {
    case 'split':
      return `${items(n)} left for a cluster of ${n === 1 ? 'its' : 'their'} own. Machines leave ${n === 1 ? 'it' : 'them'} there.`
    case 'same':
      return `${items(n)} kept in ${here}. Machines leave ${n === 1 ? 'it' : 'them'} here.`
    case 'not-same':
      return `${items(n)} taken out of ${here}. Machines never put ${n === 1 ? 'it' : 'them'} back.`
    case 'unpin':
      return `Machines may decide about ${items(n)} of ${here} again.`
    case 'move':
      return `${items(n)} moved to ${where ?? 'another cluster'}. Machines leave ${n === 1 ? 'it' : 'them'} there.`
    default:
      return act satisfies never
  }
}
