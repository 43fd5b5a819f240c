'use server'
import { type ClassifyView, type ImportView, type RouteDryRun, type RuleDryRun } from '@/lib/feedback/core/schema'
import { classifyText } from '@/lib/feedback/server/classify-text'
import { importCsv } from '@/lib/feedback/server/import-csv'
import { createSource, type CreatedSource, editSource } from '@/lib/feedback/server/sources'
import { deleteTagRule, dryRunRule, saveTagRule } from '@/lib/feedback/server/tag-rules'
import { dryRunRoute } from '@/lib/feedback/server/route-dry-run'
import { deleteRoutingRule, orderRoutingRules, saveRoutingRule } from '@/lib/feedback/server/routing-rules'
import { actHere } from '@/lib/governance/server/caller'
import { runAction } from '@/lib/governance/server/run-action'
import { type Outcome } from '@/lib/kernel/result'

export async function createSourceAction(input: unknown): Promise<Outcome<CreatedSource>> {
  return actHere(input, createSource)
}
export async function editSourceAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(editSource, input)
}
export async function importAction(input: unknown): Promise<Outcome<ImportView>> {
  return actHere(input, importCsv)
}
export async function classifyAction(input: { text: string }): Promise<Outcome<ClassifyView>> {
  return actHere(input, (runtime, _wish, actor) => classifyText(runtime, actor, { text: input.text }))
}
export async function dryRunAction(input: unknown): Promise<Outcome<RuleDryRun>> {
  return actHere(input, (runtime, wish, actor) => dryRunRule(runtime, actor, wish))
}
export async function saveRuleAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(saveTagRule, input)
}
export async function deleteRuleAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(deleteTagRule, input)
}
export async function saveRouteAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(saveRoutingRule, input)
}
export async function deleteRouteAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(deleteRoutingRule, input)
}
export async function orderRoutesAction(input: unknown): Promise<Outcome<unknown>> {
  return runAction(orderRoutingRules, input)
}
export async function dryRunRouteAction(input: unknown): Promise<Outcome<RouteDryRun>> {
  return actHere(input, (runtime, wish, actor) => dryRunRoute(runtime, actor, wish))
}
