'use server'
import { type MetricTest, type MetricView } from '@/lib/analysis/core/schema'
import { createMetric } from '@/lib/analysis/server/create-metric'
import { archiveMetric, editMetric, unarchiveMetric } from '@/lib/analysis/server/edit-metric'
import { testMetric } from '@/lib/analysis/server/look-at-metric'
import { actHere } from '@/lib/governance/server/caller'
import { runAction } from '@/lib/governance/server/run-action'
import { type Outcome } from '@/lib/kernel/result'

export async function createMetricAction(input: unknown): Promise<Outcome<MetricView>> {
  return runAction(createMetric, input)
}
export async function editMetricAction(input: unknown): Promise<Outcome<MetricView>> {
  return runAction(editMetric, input)
}
export async function archiveMetricAction(input: unknown): Promise<Outcome<MetricView>> {
  return runAction(archiveMetric, input)
}
export async function unarchiveMetricAction(input: unknown): Promise<Outcome<MetricView>> {
  return runAction(unarchiveMetric, input)
}
export async function testMetricAction(input: unknown): Promise<Outcome<MetricTest>> {
  return actHere(input, (runtime, wish, actor) => testMetric(runtime, actor, wish))
}
