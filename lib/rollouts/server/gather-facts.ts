import {
  earlierRules,
  findEnvironment,
  freezesFrom,
  readFlag,
  readPropagation,
  type EnvironmentRow,
} from '@/lib/flags/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type Facts, type Freeze } from '../core/facts'
import { missingSentence } from '../core/gates'
import { blocking, cautions, checkWords, readinessOf } from '../core/readiness'
import { type ReadinessCheck } from '../core/schema'
import { gatherReadiness } from './gather-readiness'
import { listDecisions, liveRolloutName, type RolloutRow } from './rollout-rows'

/** The freeze window in force, else the next one to come. */
export const freezeAt = (environment: EnvironmentRow, now: Instant): Freeze | null =>
  freezesFrom(environment, now)[0] ?? null

/** What a decision looks at that needs no query of its own for each rollout. */
export function plainFacts(row: RolloutRow, environment: EnvironmentRow, actor: Member, now: Instant): Facts {
  const { policy, metrics, autoAdvance } = row.versions
  return {
    now,
    actor,
    fourEyes: environment.fourEyes === 'demanded',
    freeze: freezeAt(environment, now),
    approvalsMin: environment.approvalsMin,
    autoAdvance: autoAdvance ? { kind: 'policy', id: autoAdvance, name: row.rollout.policyKey } : null,
    versions: { policy, metrics },
    people: row.rollout.verdict?.peopleMet ?? row.rollout.verdict?.unitsExposed ?? null,
    last: null,
    liveRollout: null,
    notReady: [],
    propagation: null,
  }
}

/** Everything a decision about this rollout looks at, apart from the rollout itself. */
export async function gatherFacts(db: Db | Tx, row: RolloutRow, actor: Member, now: Instant): Promise<Facts> {
  const environment = await findEnvironment(db, row.workspaceId, row.environmentId)
  if (!environment) throw new Error(`environment ${row.environmentId} of ${row.rollout.id} is gone`)
  const [last] = await listDecisions(db, row.workspaceId, row.rollout.id, 1)
  const { state } = row.rollout
  const facts: Facts = {
    ...plainFacts(row, environment, actor, now),
    last: last ? { sentence: last.sentence, at: last.at } : null,
    liveRollout: await liveRolloutName(db, row),
    propagation:
      state.kind === 'rolling-back' && state.revision !== null
        ? await readPropagation(db, environment, { revision: state.revision, at: state.at }, now)
        : null,
  }
  const readiness = await checksBeforeStart(db, row, facts)
  return readiness === null ? facts : { ...facts, ...judged(readiness), readiness }
}

/** Sign-offs and freeze windows refuse in words of their own. */
const ELSEWHERE: ReadonlySet<ReadinessCheck['key']> = new Set(['sign-offs', 'freeze'])

const words = (checks: readonly ReadinessCheck[]) => checks.filter(({ key }) => !ELSEWHERE.has(key)).map(checkWords)

function judged(readiness: readonly ReadinessCheck[]): Pick<Facts, 'notReady' | 'cautions'> {
  return { notReady: words(blocking(readiness)), cautions: words(cautions(readiness)) }
}

/** The fifteen checks, while nobody has had it; null afterwards. */
async function checksBeforeStart(db: Db | Tx, row: RolloutRow, facts: Facts): Promise<ReadinessCheck[] | null> {
  const { state, flagKey, id, hypothesis, guardrails, brief, environmentKey, exposedVariant } = row.rollout
  const before =
    state.kind === 'draft' || (state.kind === 'awaiting-approval' && state.from === null && !state.resuming)
  if (!before) return null
  const flag = await readFlag(db, row.workspaceId, flagKey)
  const targeting = flag?.environments[environmentKey]?.targeting
  const answers = await gatherReadiness(
    db,
    {
      workspaceId: row.workspaceId,
      environmentId: row.environmentId,
      flagKey,
      rolloutId: id,
      sources: row.versions.sources ?? {},
    },
    {
      owner: flag?.owner ?? '',
      unsigned: missingSentence(row.rollout, facts),
      freeze: facts.freeze,
      earlier: earlierRules(targeting ?? { rules: [] }, exposedVariant),
    },
    facts.now,
  )
  return readinessOf({ hypothesis, guardrails, brief: brief ?? null }, answers)
}
