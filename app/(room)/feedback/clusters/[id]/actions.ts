'use server'
import { editCluster, mergeClusters } from '@/lib/feedback/server/clusters'
import { runAction } from '@/lib/governance/server/run-action'
import { type Outcome } from '@/lib/kernel/result'

export async function editClusterAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(editCluster, input)
}
export async function mergeClustersAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(mergeClusters, input)
}
