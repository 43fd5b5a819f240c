import { type RolloutId } from '@/lib/kernel/id'
import { instant, type Instant } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { setCounter } from '@/lib/platform/counter'
import { type Runtime } from '@/lib/platform/runtime'
import { confirmRollback } from '@/lib/rollouts/server/confirm'
import { createRollout } from '@/lib/rollouts/server/create-rollout'
import { readRolloutView } from '@/lib/rollouts/server/reads'
import { rolloutVerbs } from '@/lib/rollouts/server/verbs'
import { deeds, respond, watchOpen } from './aftermath'
import { showCopies } from './copies'
import { crowd } from './crowd'
import { dice, type Dice } from './dice'
import { evaluatorNow, leave, look } from './engine'
import { type House } from './house'
import { openPastIngest } from './ingest-past'
import { insist } from './insist'
import { hear, triage } from './listen'
import { type Moment, MOMENTS } from './moments'
import { murmur } from './murmur'
import { rollouts, type SampleRollout, type Step } from './story'
import { voicesOf } from './voices'

/** The quiet first day and the morning after go by in long strides, the hour around the fire minute by minute. */
const strideMin = (minute: number): number => (minute > 500 || minute <= -60 ? 10 : minute > 60 ? 5 : 2)
/** When it is over it is night: fewer people come. */
const crowdedness = (minute: number): number => (minute <= -60 ? 0.4 : 1)

type Stage = { runtime: Runtime; house: House; random: Dice; ids: Map<number, RolloutId> }

/** Hears how far the story is: minutes before it burns, and how much is told, from 0 to 1. */
export type Told = (progress: { minute: number; share: number }) => Promise<void>

type Play = {
  now: Instant
  seed: number
  /** Minutes before it burns at which the play begins. */
  fromMin: number
  moment: Moment
  told?: Told
  story?: readonly SampleRollout[] | undefined
}

/** Plays the story up to one of its moments: people decide, traffic arrives, the engine looks, minute by minute. */
export async function play(
  runtime: Runtime,
  house: House,
  { now, seed, fromMin, moment, told, story = rollouts }: Play,
): Promise<void> {
  const stage: Stage = { runtime, house, random: dice(seed), ids: new Map() }
  const ingest = await openPastIngest(runtime, house, 'story')
  const tongue = dice(seed + 1) // chance of its own: what people say changes nothing of what happened to them
  const quiet = dice(seed + 2)
  // Whoever approves waits for the engine: when it is ready depends on who came.
  const waiting: [SampleRollout, Step][] = []
  const lastMin = MOMENTS[moment]
  let evaluator = await evaluatorNow(runtime, house)
  for (let minute = fromMin; minute > lastMin;) {
    const stride = Math.min(strideMin(minute), minute - lastMin)
    const isDue = ({ at }: { at: number }): boolean => at <= minute && at > minute - stride
    const at = instant(Date.parse(now) - (minute - lastMin) * 60_000)
    const until = instant(Date.parse(at) + stride * 60_000)
    const ready = [...waiting.splice(0), ...stepsOf(story, isDue)]
    for (const [{ flag, guardrails }, { verb }] of ready) {
      if (verb !== 'start') continue
      const keys = guardrails.map(({ metric }) => metric)
      await ingest(murmur(flag, keys, evaluator, quiet, at))
    }
    for (const [rollout, step] of ready) if (!(await decide(stage, rollout, step, at))) waiting.push([rollout, step])
    await respond(runtime, house, deeds.filter(isDue), at)
    evaluator = await evaluatorNow(runtime, house, evaluator)
    // From the fire on there are clients to confirm a stop.
    if (minute <= 0) await showCopies(runtime, house, evaluator, at)
    const live = story.filter((rollout) => stage.ids.has(rollout.number))
    const span = { fromMs: Date.parse(at), lengthMs: stride * 60_000, minute, crowdedness: crowdedness(minute) }
    const records = live.flatMap((rollout) => crowd(rollout, evaluator, stage.random, span))
    await ingest(records.toSorted((a, b) => a.timeMs - b.timeMs))
    await hear(runtime, house, voicesOf(records, live, tongue), until)
    await look(runtime, house, until)
    if (minute <= 0) await watch(stage, until)
    minute -= stride
    await told?.({ minute, share: (fromMin - minute) / (fromMin - lastMin) })
  }
  await triage(runtime, house, now)
  const newest = Math.max(...story.map((rollout) => rollout.number))
  await runtime.database.db.transaction((tx) => setCounter(tx, house.workspaceId, 'rollout', newest))
  await leave(runtime, house)
}

function stepsOf(story: readonly SampleRollout[], isDue: (step: Step) => boolean): [SampleRollout, Step][] {
  return story.flatMap((rollout) => rollout.steps.filter(isDue).map((step): [SampleRollout, Step] => [rollout, step]))
}

/** @returns false when an approval waits for the engine */
async function decide(stage: Stage, rollout: SampleRollout, step: Step, at: Instant): Promise<boolean> {
  const { runtime, house, ids } = stage
  const actor = house.actors[step.who]
  if (!actor) throw new Error(`nobody is called ${step.who}`)
  if (step.verb === 'create') {
    await runtime.database.db.transaction((tx) => setCounter(tx, house.workspaceId, 'rollout', rollout.number - 1))
    const { flag, hypothesis, rollbackPlan, policy, stages, guardrails } = rollout
    const input = { flag, environment: house.productionKey, hypothesis, rollbackPlan, policy, stages, guardrails }
    ids.set(rollout.number, insist(await runCommand(runtime, createRollout, input, actor, { now: at })).id)
    return true
  }
  const id = ids.get(rollout.number)
  if (!id) throw new Error(`RO-${rollout.number} decides before it exists`)
  const view = insist(await readRolloutView({ ...runtime, now: () => at }, actor, id))
  // Nobody signs before harm is ruled out: what they sign would expire when it is.
  const isReady = view.state === 'awaiting-approval' && view.verdict?.code === 'harm-ruled-out'
  if (step.verb === 'approve' && !isReady) return false
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

/** What the worker's jobs do from minute to minute: roll backs end, open incidents hear how it goes. */
async function watch({ runtime, house, ids }: Stage, now: Instant): Promise<void> {
  const at = { ...runtime, now: () => now }
  for (const rolloutId of ids.values()) await confirmRollback(at, { workspaceId: house.workspaceId, rolloutId })
  await watchOpen(runtime, house, now)
}
