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
