import { randomBytes } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { deploymentDelivery, deploymentMapping, deploymentSource } from '@/drizzle/schema/telemetry-deployments'
import { type Actor } from '@/lib/kernel/actor'
import { type DeploymentSourceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { toMs } from '@/lib/kernel/time'
import { command, runCommand, type RunOptions } from '@/lib/platform/command'
import { newId } from '@/lib/platform/new-id'
import { type Runtime } from '@/lib/platform/runtime'
import { seal } from '@/lib/platform/secrets'
import {
  MappingInput,
  type DeploymentProvider,
  type DeploymentSourceMade,
  RemoveMappingInput,
  RemoveSourceInput,
  SourceInput,
} from '../core/deployment-schema'
import { mapRows } from './deployment-rows'
import { type EnvironmentsOf } from './environments-of'
import { sealedFor } from './receive-provider'
import { tellDeployment } from './tell-deployment'

type MadeSource = Omit<DeploymentSourceMade, 'secret'>

/** Where a source's webhooks are sent. */
export const webhookPath = (provider: DeploymentProvider, id: DeploymentSourceId): string =>
  `/api/ingest/v1/${provider}/${id}`

/**
 * A provider whose webhooks are taken. Its secret is in this answer alone: a repeated idempotency key gets the answer
 * without it.
 */
export async function createDeploymentSource(
  runtime: Runtime,
  input: unknown,
  actor: Actor,
  options: RunOptions = {},
): Promise<Outcome<DeploymentSourceMade>> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const minted: { id: DeploymentSourceId | null } = { id: null }
  const outcome = await runCommand(runtime, createVerb(secret, minted), input, actor, options)
  if (!outcome.ok) return outcome
  return { ok: true, value: { ...outcome.value, secret: outcome.value.id === minted.id ? secret : null } }
}

const createVerb = (secret: string, minted: { id: DeploymentSourceId | null }) =>
  command<SourceInput, MadeSource>({
    name: 'deployment-source.create',
    permission: 'deployment.configure',
    input: SourceInput,
    async run({ tx, actor, now }, { provider, name }) {
      const { workspaceId } = actor
      const id = newId('dps', toMs(now))
      const sealed = await seal(tx, sealedFor(id), secret)
      const made = await tx
        .insert(deploymentSource)
        .values({ id, workspaceId, provider, name, secret: sealed, createdAt: now })
        .onConflictDoNothing()
        .returning({ id: deploymentSource.id })
      if (made.length === 0) return refuse('already-exists', `There is a webhook ${name} already.`, { field: 'name' })
      minted.id = id
      const value = { id, provider, name, webhookPath: webhookPath(provider, id) }
      return { ok: true, value, object: { kind: 'deployment-source', id }, detail: { provider, name } }
    },
  })

/** Takes a webhook away: what its provider sends from now on is refused. Deployments and deliveries stay. */
export const removeDeploymentSource = command<RemoveSourceInput, null>({
  name: 'deployment-source.remove',
  permission: 'deployment.configure',
  input: RemoveSourceInput,
  async run({ tx, actor }, { sourceId }) {
    const { workspaceId } = actor
    const its = and(eq(deploymentSource.workspaceId, workspaceId), eq(deploymentSource.id, sourceId))
    const [gone] = await tx.delete(deploymentSource).where(its).returning({ name: deploymentSource.name })
    if (!gone) return refuse('not-found', 'There is no such webhook here.', { field: 'sourceId' })
    await tx
      .update(deploymentDelivery)
      .set({ sourceId: null })
      .where(and(eq(deploymentDelivery.workspaceId, workspaceId), eq(deploymentDelivery.sourceId, sourceId)))
    return { ok: true, value: null, object: { kind: 'deployment-source', id: sourceId }, detail: { name: gone.name } }
  },
})

/** Says what a provider's name is here. Deployments that were kept until now take their place, on timelines too. */
export const mapDeployments = (environmentsOf: EnvironmentsOf) =>
  command<MappingInput, { mapped: number }>({
    name: 'deployment-mapping.save',
    permission: 'deployment.configure',
    input: MappingInput,
    async run({ tx, actor, now }, input) {
      const { workspaceId } = actor
      const { kind, told } = input
      const environments = await environmentsOf(tx, workspaceId)
      if (kind === 'environment' && input.environmentId !== null) {
        const isOurs = environments.some(({ id }) => id === input.environmentId)
        if (!isOurs) return refuse('not-found', 'There is no such environment here.', { field: 'environmentId' })
      }
      if (kind === 'environment' && !input.ignored && input.environmentId === null) {
        return refuse('what-needed', 'Choose an environment, or leave its deployments aside.', {
          field: 'environmentId',
        })
      }
      const set =
        kind === 'environment'
          ? { environmentId: input.ignored ? null : input.environmentId, ignored: input.ignored, service: null }
          : { environmentId: null, ignored: false, service: input.service }
      await tx
        .insert(deploymentMapping)
        .values({ workspaceId, kind, told, ...set, updatedAt: now })
        .onConflictDoUpdate({
          target: [deploymentMapping.workspaceId, deploymentMapping.kind, deploymentMapping.told],
          set: { ...set, updatedAt: now },
        })
      const rows =
        set.service !== null
          ? await mapRows(tx, workspaceId, { repository: told, service: set.service })
          : set.environmentId !== null
            ? await mapRows(tx, workspaceId, { environment: told, environmentId: set.environmentId })
            : []
      if (kind === 'environment') for (const row of rows) await tellDeployment(tx, row, environments, { now })
      return {
        ok: true,
        value: { mapped: rows.length },
        object: { kind: 'deployment-mapping', id: told },
        detail: { kind, told, ...set, mapped: rows.length },
      }
    },
  })

/** Forgets what a provider's name is here. What was taken by it stays where it is. */
export const removeDeploymentMapping = command<RemoveMappingInput, null>({
  name: 'deployment-mapping.remove',
  permission: 'deployment.configure',
  input: RemoveMappingInput,
  async run({ tx, actor }, { kind, told }) {
    const its = and(
      eq(deploymentMapping.workspaceId, actor.workspaceId),
      eq(deploymentMapping.kind, kind),
      eq(deploymentMapping.told, told),
    )
    const gone = await tx.delete(deploymentMapping).where(its).returning({ told: deploymentMapping.told })
    if (gone.length === 0) return refuse('not-found', 'There is no such mapping here.', { field: 'told' })
    return { ok: true, value: null, object: { kind: 'deployment-mapping', id: told }, detail: { kind, told } }
  },
})
