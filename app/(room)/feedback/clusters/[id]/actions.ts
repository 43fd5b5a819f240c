'use server'
import { type BulkAnswer } from '@/lib/feedback/core/schema'
import { unmergeCluster } from '@/lib/feedback/server/cluster-unmerge'
import { editCluster, mergeClusters, pinCluster, splitCluster } from '@/lib/feedback/server/clusters'
import { runAction } from '@/lib/governance/server/run-action'
import { type Outcome } from '@/lib/kernel/result'

export async function editClusterAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(editCluster, input)
}
export async function mergeClustersAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(mergeClusters, input)
}
export async function unmergeClusterAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(unmergeCluster, input)
}
export async function splitClusterAction(input: unknown): Promise<Outcome<BulkAnswer>> {
  return runAction(splitCluster, input)
}
export async function pinClusterAction(input: unknown): Promise<Outcome<BulkAnswer>> {
  return runAction(pinCluster, input)
}
