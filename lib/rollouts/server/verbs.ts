import { type Json } from '@/lib/kernel/hash'
import { instant, toMs } from '@/lib/kernel/time'
import { refuse } from '@/lib/kernel/result'
import { command, type Command } from '@/lib/platform/command'
import { type Job } from '@/lib/platform/jobs'
import { decide } from '../core/decide'
import { VerbInput, VERBS, type RolloutView, type Verb } from '../core/schema'
import { gatherFacts } from './gather-facts'
import { listDecisions, lockRollout, type RolloutRow } from './rollout-rows'
import { markUndone, saveRollout } from './save-rollout'
import { viewOf } from './view-of'

/**
 * The fourteen verbs as commands: gather, decide, store. They differ in nothing but the pure decision behind their name,
 * so that button, key, API and policy cannot disagree.
 */
function rolloutCommand(verb: Verb): Command<VerbInput, RolloutView> {
  return command({
    name: `rollout.${verb}`,
    permission: `rollout.${verb}`,
    input: VerbInput,
    async run(context, input) {
      const { tx, actor, now } = context
      const before = await lockRollout(tx, actor.workspaceId, input.rolloutId)
      if (!before) return refuse('not-found', 'This rollout does not exist here.')
      const facts = await gatherFacts(tx, before, actor, now)
      const decision = decide(verb, before.rollout, input, facts)
      if (!decision.ok) return decision
      const saved = await saveRollout(
        context,
        before,
        decision.events,
        facts,
        decision.events.length > 0 ? { verb, note: input.note ?? '' } : null,
      )
      if (!saved.ok) return saved
      if (verb === 'undo' && saved.decisionId) await markLast(context, before, saved.decisionId)
      return {
        ok: true,
        value: await viewOf(tx, saved.row, actor, now),
        object: { kind: 'rollout', id: before.rollout.id },
        detail: detailOf(before, saved.row, input.note ?? '', saved.decisionId),
        jobs: jobsAfter(saved.row, now),
        topics: topicsOf(saved.row),
      }
    },
  })
}

export const rolloutVerbs: Readonly<Record<Verb, Command<VerbInput, RolloutView>>> = {
  'request-approval': rolloutCommand('request-approval'),
  start: rolloutCommand('start'),
  approve: rolloutCommand('approve'),
  decline: rolloutCommand('decline'),
  pause: rolloutCommand('pause'),
  'keep-paused': rolloutCommand('keep-paused'),
  resume: rolloutCommand('resume'),
  advance: rolloutCommand('advance'),
  'accept-risk': rolloutCommand('accept-risk'),
  stop: rolloutCommand('stop'),
  'roll-back': rolloutCommand('roll-back'),
  finish: rolloutCommand('finish'),
  abandon: rolloutCommand('abandon'),
  undo: rolloutCommand('undo'),
}

export const isVerb = (text: string): text is Verb => VERBS.some((verb) => verb === text)

async function markLast(
  context: Parameters<Command<VerbInput, RolloutView>['run']>[0],
  before: RolloutRow,
  by: string,
): Promise<void> {
  const decisions = await listDecisions(context.tx, before.workspaceId, before.rollout.id, 5)
  const undone = decisions.find((row) => row.id !== by && (row.verb === 'pause' || row.verb === 'stop'))
  if (undone) await markUndone(context, undone.id, by)
}

/** Both live topics of a rollout: its own page and the list. */
export function topicsOf({ rollout }: RolloutRow) {
  const told = { id: rollout.id, version: rollout.version }
  return [
    { topic: `rollout:${rollout.id}`, ...told },
    { topic: 'rollouts', ...told },
  ]
}

/** A roll back ends when the last client has confirmed; a job looks every second. */
export function jobsAfter({ workspaceId, rollout }: RolloutRow, now: Parameters<typeof toMs>[0]): Job[] {
  if (rollout.state.kind !== 'rolling-back') return []
  const payload = { workspaceId, rolloutId: rollout.id }
  return [{ task: 'rollout.confirm', payload, runAt: instant(toMs(now) + 1000), key: `confirm:${rollout.id}` }]
}

export function detailOf(before: RolloutRow, after: RolloutRow, note: string, decisionId: string | null): Json {
  return {
    note,
    decision: decisionId,
    before: { state: before.rollout.state.kind, version: before.rollout.version },
    after: { state: after.rollout.state.kind, version: after.rollout.version },
    verdict: before.rollout.verdict?.code ?? null,
  }
}
