import { findEnvironment, readFlag, readPropagation } from '@/lib/flags/server/contract'
import { readPersonName } from '@/lib/governance/server/contract'
import { type Member } from '@/lib/kernel/actor'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { Verb, type DecisionView, type RolloutView } from '../core/schema'
import { rolloutView } from '../core/view'
import { readRecovery } from './read-recovery'
import { gatherFacts } from './gather-facts'
import { hasReview } from './review-rows'
import { ENDED, listDecisions, type DecisionRow, type RolloutRow } from './rollout-rows'

/** States after which the page shows how many clients have confirmed. */
const TAKEN_AWAY = new Set(['stopped', 'rolling-back', 'rolled-back'])

/** Everything the page of one rollout shows to this viewer, now. Whoever tells the recovery otherwise leaves it out. */
export async function viewOf(
  db: Db | Tx,
  row: RolloutRow,
  viewer: Member,
  now: Instant,
  { withRecovery = true }: { withRecovery?: boolean } = {},
): Promise<RolloutView> {
  const facts = await gatherFacts(db, row, viewer, now)
  const environment = await findEnvironment(db, row.workspaceId, row.environmentId)
  const flag = await readFlag(db, row.workspaceId, row.rollout.flagKey)
  const [last] = await listDecisions(db, row.workspaceId, row.rollout.id, 1)
  const measured = environment && row.published ? await readPropagation(db, environment, row.published, now) : null
  return rolloutView(row.rollout, {
    ...facts,
    environmentName: environment?.name ?? row.rollout.environmentKey,
    authorName: await readPersonName(db, row.rollout.authorId),
    owner: flag?.owner ?? '',
    lastDecision: last ? decisionView(last) : null,
    propagation: measured && TAKEN_AWAY.has(row.rollout.state.kind) ? measured : null,
    propagationS: measured?.p95S ?? null,
    recovery: withRecovery ? await readRecovery(db, row, now) : null,
    readiness: facts.readiness ? [...facts.readiness] : null,
    reviewed: ENDED.has(row.rollout.state.kind) && (await hasReview(db, row)),
  })
}

export function decisionView(row: DecisionRow): DecisionView {
  const { id, number, at, sentence, note, verdictCode } = row
  const verb = Verb.safeParse(row.verb)
  const by = { kind: decidedKind(row.actorKind), id: row.actorId, name: row.actorName }
  return { id, number, at, by, sentence, note, verdictCode, verb: verb.success ? verb.data : 'edit' }
}

/** The kinds a screen tells apart; anything else is Soundings itself. */
export function decidedKind(kind: string): DecisionView['by']['kind'] {
  return kind === 'person' || kind === 'policy' || kind === 'service' ? kind : 'system'
}
