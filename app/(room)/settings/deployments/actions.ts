'use server'
import { listEnvironments } from '@/lib/flags/server/environments'
import { actHere } from '@/lib/governance/server/caller'
import { runAction } from '@/lib/governance/server/run-action'
import {
  createDeploymentSource,
  mapDeployments,
  removeDeploymentMapping,
  removeDeploymentSource,
} from '@/lib/telemetry/server/deployment-sources'

export async function createSourceAction(input: unknown) {
  return actHere(input, createDeploymentSource)
}
export async function removeSourceAction(input: unknown) {
  return runAction(removeDeploymentSource, input)
}
export async function mapAction(input: unknown) {
  return runAction(mapDeployments(listEnvironments), input)
}
export async function unmapAction(input: unknown) {
  return runAction(removeDeploymentMapping, input)
}
