import { tick } from '@/lib/analysis/server/tick'
import { createEvaluator, type Evaluator } from '@/lib/flags/core/evaluator'
import { loadSnapshot } from '@/lib/flags/server/environments'
import { type RolloutId } from '@/lib/kernel/id'
import { instant, type Instant } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { setCounter } from '@/lib/platform/counter'
import { type Lease, releaseLease, takeLease } from '@/lib/platform/lease'
import { type Runtime } from '@/lib/platform/runtime'
import { createRollout } from '@/lib/rollouts/server/create-rollout'
import { readRolloutView } from '@/lib/rollouts/server/reads'
import { rolloutVerbs } from '@/lib/rollouts/server/verbs'
import { openPastIngest } from './ingest-past'
import { crowd } from './crowd'
import { insist } from './demo'
import { dice, type Dice } from './dice'
import { type House } from './house'
import { hear, triage } from './listen'
import { rollouts, type SampleRollout, type Step } from './story'
import { voicesOf } from './voices'

/** The story's quiet first day goes by in long strides, its last hours minute by minute. */
const strideMin = (minutesAgo: number): number => (minutesAgo > 500 ? 10 : 2)

type Stage = { runtime: Runtime; house: House; now: Instant; random: Dice; ids: Map<number, RolloutId> }

/** Plays the story from its first minute to now: people decide, traffic arrives, the engine looks, minute by minute. */
export async function play(
  runtime: Runtime,
  house: House,
  { now, seed, pastMin }: { now: Instant; seed: number; pastMin: number },
): Promise<void> {
  const stage: Stage = { runtime, house, now, random: dice(seed), ids: new Map() }
  const ingest = await openPastIngest(runtime, house)
  const tongue = dice(seed + 1) // chance of its own: what people say changes nothing of what happened to them
  // Whoever approves waits until the engine asks: when that is depends on who came.
  const waiting: [SampleRollout, Step][] = []
  let evaluator = await evaluatorNow(stage)
  for (let minutesAgo = pastMin; minutesAgo > 0; minutesAgo -= strideMin(minutesAgo)) {
    const lengthMs = strideMin(minutesAgo) * 60_000
    const at = instant(Date.parse(now) - minutesAgo * 60_000)
    const until = instant(Date.parse(at) + lengthMs)
    const ready = [...waiting.splice(0), ...due(minutesAgo)]
    for (const [rollout, step] of ready) if (!(await decide(stage, rollout, step, at))) waiting.push([rollout, step])
    evaluator = await evaluatorNow(stage, evaluator)
    const live = rollouts.filter((rollout) => stage.ids.has(rollout.number))
    const records = live.flatMap((rollout) =>
      crowd(rollout, evaluator, stage.random, Date.parse(at), lengthMs, minutesAgo),
    )
    await ingest(records.toSorted((a, b) => a.timeMs - b.timeMs))
    await hear(runtime, house, voicesOf(records, live, tongue), until)
    await tick(runtime, await lead(runtime), until)
  }
  await triage(runtime, house, now)
  const newest = Math.max(...rollouts.map((rollout) => rollout.number))
  await runtime.database.db.transaction((tx) => setCounter(tx, house.workspaceId, 'rollout', newest))
  await releaseLease(runtime.database.db, await lead(runtime))
}

/** The seed leads analysis while it plays, by the same lease as the worker later. */
async function lead(runtime: Runtime): Promise<Lease> {
  const lease = await takeLease(runtime.database.db, 'analysis', 'seed')
  if (!lease) throw new Error('another process leads analysis; stop it before seeding')
  return lease
}

function due(minutesAgo: number): [SampleRollout, Step][] {
  return rollouts.flatMap((rollout) =>
    rollout.steps
      .filter((step) => step.at <= minutesAgo && step.at > minutesAgo - strideMin(minutesAgo))
      .map((step): [SampleRollout, Step] => [rollout, step]),
  )
}

/** @returns false when an approval is not asked for yet */
async function decide(stage: Stage, rollout: SampleRollout, step: Step, at: Instant): Promise<boolean> {
  const { runtime, house, ids } = stage
  const actor = house.actors[step.who]
  if (!actor) throw new Error(`nobody is called ${step.who}`)
  if (step.verb === 'create') {
    await runtime.database.db.transaction((tx) => setCounter(tx, house.workspaceId, 'rollout', rollout.number - 1))
    const { flag, hypothesis, rollbackPlan, policy, stages, guardrails } = rollout
    const input = { flag, environment: 'production', hypothesis, rollbackPlan, policy, stages, guardrails }
    ids.set(rollout.number, insist(await runCommand(runtime, createRollout, input, actor, { now: at })).id)
    return true
  }
  const id = ids.get(rollout.number)
  if (!id) throw new Error(`RO-${rollout.number} decides before it exists`)
  const view = insist(await readRolloutView({ ...runtime, now: () => at }, actor, id))
  if (step.verb === 'approve' && view.state !== 'awaiting-approval') return false
  const seen =
    step.verb === 'approve' && view.approvalStageId
      ? { stageId: view.approvalStageId, evidenceHash: view.evidenceHash }
      : {}
  const note = step.note ? { note: step.note } : {}
  const input = { rolloutId: id, expectedVersion: view.version, ...seen, ...note }
  const outcome = await runCommand(runtime, rolloutVerbs[step.verb], input, actor, { now: at })
  // The engine may have stopped a rollout that somebody wanted to advance: then that is the story.
  if (step.verb !== 'advance') insist(outcome)
  return true
}

async function evaluatorNow({ runtime, house }: Stage, before?: Evaluator): Promise<Evaluator> {
  const snapshot = await loadSnapshot(runtime.database.db, house.production)
  if (!snapshot) throw new Error('production has no snapshot')
  if (before?.metadata['version'] === String(snapshot.revision)) return before
  return insist(createEvaluator(snapshot.text, before))
}
