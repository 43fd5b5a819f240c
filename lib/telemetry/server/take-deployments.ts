import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { deploymentDelivery } from '@/drizzle/schema/telemetry-deployments'
import { DeploymentSourceId, EnvironmentId, type DeploymentId } from '@/lib/kernel/id'
import { command, type CommandContext } from '@/lib/platform/command'
import { deployedWords, isSame } from '../core/deployment'
import { DeploymentProvider, DeploymentReport, type DeploymentsAnswer } from '../core/deployment-schema'
import { rejectedReport, REPORTS_MAX } from '../core/read-reports'
import { openNames } from './deployment-names'
import { saveReport } from './deployment-rows'
import { type EnvironmentsOf } from './environments-of'
import { tellDeployment } from './tell-deployment'

/** A webhook that a report came with. */
const Delivery = z.object({
  provider: DeploymentProvider,
  deliveryId: z.string().min(1).max(200),
  sourceId: DeploymentSourceId.nullable(),
  event: z.string().max(100),
})
const TakeInput = z.object({
  reports: z.array(z.object({ index: z.int(), report: DeploymentReport })).max(REPORTS_MAX),
  /** A key of one environment reports deployments to it alone. */
  environmentId: EnvironmentId.nullable().default(null),
  delivery: Delivery.nullable().default(null),
})
type TakeInput = z.infer<typeof TakeInput>
type Outcome = 'taken' | 'unmapped' | 'ignored' | 'repeated'
export type TakenDeployments = DeploymentsAnswer & { outcome: Outcome }

/**
 * What reports cause, in one transaction: each is taken into its deployment's row, and every state that is new gets one
 * row on every timeline. A webhook's delivery is taken once, except that one mapped to nothing may be sent again.
 */
export const takeDeployments = (environmentsOf: EnvironmentsOf) =>
  command<TakeInput, TakenDeployments>({
    name: 'deployment.take',
    permission: 'deployment.record',
    input: TakeInput,
    async run(context, { reports, environmentId, delivery }) {
      const { tx, actor, now } = context
      const { workspaceId } = actor
      const value: TakenDeployments = { taken: 0, repeated: 0, deployments: [], rejected: [], outcome: 'taken' }
      if (delivery && !(await claimDelivery(context, delivery))) value.outcome = 'repeated'
      const wanted = value.outcome === 'repeated' ? [] : reports
      const environments = await environmentsOf(tx, workspaceId)
      const ask = { environments, ofKey: environmentId }
      const named = await openNames(
        tx,
        workspaceId,
        wanted.map(({ report }) => report),
        ask,
      )
      const words: string[] = []
      // In one order for everybody, so that two requests about the same deployments never wait for each other.
      for (const { index, report } of wanted.toSorted((a, b) => compare(orderOf(a.report), orderOf(b.report)))) {
        const name = named(report)
        if (name.kind === 'rejected') value.rejected.push(rejectedReport(index, name.code))
        else if (name.kind === 'ignored') value.outcome = 'ignored'
        else {
          const place = { workspaceId, now, environmentId: name.kind === 'known' ? name.environmentId : null }
          const { before, after, isClamped } = await saveReport(tx, place, { ...report, service: name.service })
          await tellDeployment(tx, after, environments, { now, isClamped })
          const repeated = before !== null && isSame(before, after)
          value.deployments.push({ index, id: after.id, status: after.status, repeated })
          value[repeated ? 'repeated' : 'taken'] += 1
          if (name.kind === 'unmapped') value.outcome = 'unmapped'
          words.push(`${deployedWords(after)} to ${after.environmentTold}: ${report.status}`)
        }
      }
      value.deployments.sort((a, b) => a.index - b.index)
      value.rejected.sort((a, b) => a.index - b.index)
      const [first] = value.deployments
      if (delivery && value.outcome !== 'repeated') {
        await keepOutcome(context, delivery, value.outcome, words.join(', '), first?.id ?? null)
      }
      return {
        ok: true,
        value,
        object: { kind: 'deployment', id: first?.id ?? 'none' },
        detail: {
          by: actor.name,
          outcome: value.outcome,
          reports: words.slice(0, 20),
          rejected: value.rejected.length,
          delivery: delivery?.deliveryId ?? null,
        },
      }
    },
  })

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
const orderOf = ({ id = '', service, environment, sha = '', version, pipeline }: DeploymentReport): string =>
  JSON.stringify([service, environment, id, sha, version, pipeline])

type DeliveryKept = z.infer<typeof Delivery>

const itsDelivery = ({ actor }: CommandContext, { provider, deliveryId }: DeliveryKept) =>
  and(
    eq(deploymentDelivery.workspaceId, actor.workspaceId),
    eq(deploymentDelivery.provider, provider),
    eq(deploymentDelivery.deliveryId, deliveryId),
  )

/** False when this delivery was taken before. */
async function claimDelivery(context: CommandContext, delivery: DeliveryKept): Promise<boolean> {
  const { tx, actor, now } = context
  const made = await tx
    .insert(deploymentDelivery)
    .values({ ...delivery, workspaceId: actor.workspaceId, outcome: 'taken', detail: '', receivedAt: now })
    .onConflictDoNothing()
    .returning({ deliveryId: deploymentDelivery.deliveryId })
  if (made.length > 0) return true
  const [known] = await tx.select().from(deploymentDelivery).where(itsDelivery(context, delivery)).for('update')
  return known?.outcome === 'unmapped'
}

async function keepOutcome(
  context: CommandContext,
  delivery: DeliveryKept,
  outcome: Exclude<Outcome, 'repeated'>,
  words: string,
  deploymentId: DeploymentId | null,
): Promise<void> {
  const detail = outcome === 'ignored' ? 'Its environment is left aside.' : words.slice(0, 500)
  await context.tx
    .update(deploymentDelivery)
    .set({ outcome, detail, deploymentId, receivedAt: context.now })
    .where(itsDelivery(context, delivery))
}
