import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { assertNever, refuse, type Outcome } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { type FlagTargeting, type RolloutServing, type Rule } from '../core/schema'
import { lockFlag, readTargeting, writeTargeting } from './flag-rows'
import { publishRevision, type Published } from './publish'

/** What a rollout wants its flag to do now. */
export type Wanted =
  | { kind: 'none' }
  | { kind: 'rollout'; serving: RolloutServing }
  | { kind: 'stopped'; safeVariant: string }
  | { kind: 'finished'; variant: string; audience: RolloutServing['audience'] }

/** Pure: the targeting after a rollout's wish. The rollout's rule keeps its place; a new one goes last. */
export function targetingWith(targeting: FlagTargeting, wanted: Wanted): FlagTargeting {
  const others: Rule[] = targeting.rules.filter((rule) => rule.kind !== 'rollout')
  const at = targeting.rules.findIndex((rule) => rule.kind === 'rollout')
  const position = at < 0 ? others.length : at
  switch (wanted.kind) {
    case 'none':
      return { ...targeting, rules: others, stopped: null }
    case 'rollout':
      return {
        ...targeting,
        rules: others.toSpliced(position, 0, { kind: 'rollout', serving: wanted.serving }),
        stopped: null,
      }
    case 'stopped':
      return { ...targeting, stopped: { variant: wanted.safeVariant } }
    case 'finished':
      return {
        ...targeting,
        rules: others.toSpliced(position, 0, { kind: 'serve', when: wanted.audience, variant: wanted.variant }),
        stopped: null,
      }
    default:
      return assertNever(wanted)
  }
}

/** Makes a flag serve what its rollout wants and publishes it in the caller's transaction. */
export async function serveRollout(
  tx: Tx,
  {
    workspaceId,
    environmentId,
    flagKey,
    wanted,
  }: { workspaceId: WorkspaceId; environmentId: EnvironmentId; flagKey: string; wanted: Wanted },
  now: Instant,
): Promise<Outcome<Published>> {
  const row = await lockFlag(tx, workspaceId, flagKey)
  const targeting = row && (await readTargeting(tx, workspaceId, row.id, environmentId))
  if (!row || !targeting) return refuse('flag-not-found', `The flag ${flagKey} is not served in this environment.`)
  await writeTargeting(tx, {
    workspaceId,
    flagId: row.id,
    environmentId,
    targeting: targetingWith(targeting, wanted),
    updatedAt: now,
  })
  return publishRevision(tx, { workspaceId, environmentId }, now)
}
