import { readChanges } from '@/lib/governance/server/contract'
import { type Instant } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { DEPLOY_KINDS, withoutOvertaken } from '../core/deploys'
import { type RolloutRow } from './rollout-rows'

/** On a rail of weeks more arrows than this say nothing. */
const MOST = 300
const ENDED = new Set(['rolled-back', 'finished', 'abandoned'])

/** What was deployed to a rollout's environment while people had it, however it was told. */
export async function readDeploysDuring(db: Db, row: RolloutRow, now: Instant) {
  const { workspaceId, environmentId, rollout } = row
  const { startedAt, state } = rollout
  if (startedAt === null) return []
  const to = 'at' in state && ENDED.has(state.kind) ? state.at : now
  const rows = await readChanges(db, workspaceId, { kinds: DEPLOY_KINDS, from: startedAt, to, limit: MOST })
  const its = rows.filter((one) => one.environmentId === environmentId || one.environmentId === null)
  // What was told of this very rollout is on its timeline already.
  const shown = withoutOvertaken(its.filter(({ rolloutId }) => rolloutId !== rollout.id))
  return shown.map(({ id, kind, occurredAt, title, body, actorKind, actorId, actorName }) => {
    return { id, kind, occurredAt, title, body, actor: { kind: actorKind, id: actorId, name: actorName } }
  })
}
