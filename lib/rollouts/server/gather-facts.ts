import { findEnvironment, readPropagation, type EnvironmentRow } from '@/lib/flags/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { elapsedMs, toMs, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Facts, type Freeze } from '../core/facts'
import { listDecisions, liveRolloutName, type RolloutRow } from './rollout-rows'

/** The freeze window in force, else the next one to come. */
export function freezeAt(environment: EnvironmentRow, now: Instant): Freeze | null {
  const ahead = environment.freezes.map(toFreeze).filter((freeze) => elapsedMs(now, freeze.until) > 0)
  return ahead.toSorted((a, b) => toMs(a.from) - toMs(b.from))[0] ?? null
}

const toFreeze = (freeze: { from: Instant; until: Instant; name: string }): Freeze => freeze

/** Everything a decision about this rollout looks at, apart from the rollout itself. */
export async function gatherFacts(db: Db | Tx, row: RolloutRow, actor: Member, now: Instant): Promise<Facts> {
  const environment = await findEnvironment(db, row.workspaceId, row.environmentId)
  if (!environment) throw new Error(`environment ${row.environmentId} of ${row.rollout.id} is gone`)
  const [last] = await listDecisions(db, row.workspaceId, row.rollout.id, 1)
  const { state, verdict } = row.rollout
  const { policy, metrics, autoAdvance } = row.versions
  return {
    now,
    actor,
    fourEyes: environment.fourEyes === 'demanded',
    freeze: freezeAt(environment, now),
    approvalsMin: environment.approvalsMin,
    autoAdvance: autoAdvance ? { kind: 'policy', id: autoAdvance, name: row.rollout.policyKey } : null,
    versions: { policy, metrics },
    people: verdict?.unitsExposed ?? null,
    last: last ? { sentence: last.sentence, at: last.at } : null,
    liveRollout: await liveRolloutName(db, row),
    notReady: [],
    propagation:
      state.kind === 'rolling-back' && state.revision !== null
        ? await readPropagation(db, environment, { revision: state.revision, at: state.at }, now)
        : null,
  }
}
