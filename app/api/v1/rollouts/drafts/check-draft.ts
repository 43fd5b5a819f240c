import { showsIn } from '@/lib/analysis/core/shows-in'
import { readMetrics } from '@/lib/analysis/server/metric-rows'
import { type MetricView } from '@/lib/analysis/core/schema'
import { earlierRules } from '@/lib/flags/core/earlier-rules'
import { type FlagView } from '@/lib/flags/core/schema'
import { findEnvironment, type EnvironmentRow } from '@/lib/flags/server/environments'
import { readSegments } from '@/lib/flags/server/flag-rows'
import { readFlag } from '@/lib/flags/server/reads'
import { type Member } from '@/lib/kernel/actor'
import { type Runtime } from '@/lib/platform/runtime'
import { type DraftCheck, type DraftForm, type DraftView } from '@/lib/rollouts/core/schema'
import { inputOf, problemsOf } from '@/lib/rollouts/core/draft-input'
import { hypothesisOf } from '@/lib/rollouts/core/hypothesis'
import { armsOf } from '@/lib/rollouts/core/arms'
import { audienceOf } from '@/lib/rollouts/core/audience'
import { diffLines, planLines, planParagraph } from '@/lib/rollouts/core/plan-words'
import { readinessOf } from '@/lib/rollouts/core/readiness'
import { representativeness } from '@/lib/rollouts/core/representative'
import { stageSpec } from '@/lib/rollouts/core/stage-plan'
import { freezeAt } from '@/lib/rollouts/server/gather-facts'
import { gatherReadiness } from '@/lib/rollouts/server/gather-readiness'
import { earlierLearnings } from '@/lib/rollouts/server/earlier-learnings'
import { findRollout } from '@/lib/rollouts/server/rollout-rows'
import { countPeople, readTraits } from '@/lib/telemetry/server/traits'
import { limitOf, shownWords } from './shown-words'

/** Everything that the house can say about a draft before it is a rollout. */
export async function checkDraft(runtime: Runtime, actor: Member, draft: DraftView): Promise<DraftCheck> {
  const { db } = runtime.database
  const { form } = draft
  const now = runtime.now()
  const problems = problemsOf(form)
  const environment = form.environment === '' ? null : await findEnvironment(db, actor.workspaceId, form.environment)
  const metrics = await readMetrics(db, actor.workspaceId)
  const people = environment ? await countPeople(db, place(environment), now) : null
  const known = new Map(metrics.map((metric) => [metric.key, metric]))
  return {
    draft: { id: draft.id, version: draft.version },
    problems,
    readiness: environment ? await readiness(runtime, actor, draft, environment, known) : [],
    shows: showing(form, known, people),
    representative: environment ? await whom(runtime, actor, form, environment) : null,
    earlier: await earlierLearnings(db, actor.workspaceId, form),
    ...(problems.length === 0 ? await plan(runtime, actor, draft) : { paragraph: '', diff: [] }),
  }
}

const place = ({ workspaceId, id }: EnvironmentRow) => ({ workspaceId, environmentId: id })

async function readiness(
  { database: { db }, now: clock }: Runtime,
  actor: Member,
  { form, rolloutId }: DraftView,
  environment: EnvironmentRow,
  known: ReadonlyMap<string, MetricView>,
): Promise<DraftCheck['readiness']> {
  const flag = form.flag === '' ? null : await readFlag(db, actor.workspaceId, form.flag)
  const now = clock()
  const sources = Object.fromEntries(
    form.guardrails.flatMap(({ metric }) => {
      const found = known.get(metric)
      return found ? [[metric, { event: found.source.event, limited: found.harmLimit !== null }]] : []
    }),
  )
  const question = { ...place(environment), flagKey: form.flag, rolloutId, sources }
  const asked = form.stages[0]?.disciplines.length !== 0 || environment.approvalsMin > 0
  const told = {
    owner: flag?.owner ?? '',
    unsigned: asked ? 'Not asked for yet' : null,
    freeze: freezeAt(environment, now),
    earlier: earlierRules(flag?.environments[environment.key]?.targeting ?? { rules: [] }, exposedOf(form, flag)),
  }
  const answers = await gatherReadiness(db, question, told, now)
  const { guardrails, brief } = inputOf(form)
  const specs = guardrails.flatMap((one) =>
    typeof one === 'string' ? [] : [{ metric: one.metric, critical: false, limit: one.limit ?? null }],
  )
  return readinessOf({ hypothesis: hypothesisOf(form), guardrails: specs, brief }, answers)
}

/** The variant that it exposes: the one that is named, or the only other one. */
function exposedOf({ exposedVariant }: DraftForm, flag: FlagView | null): string {
  const arms = flag && armsOf(flag, { exposedVariant: exposedVariant === '' ? undefined : exposedVariant })
  return arms?.ok ? arms.value.exposedVariant : exposedVariant
}

/** "At 5% about 12,000 people a day: …" for each stage, by its slowest guardrail. */
function showing(form: DraftForm, known: ReadonlyMap<string, MetricView>, people: number | null): string[] {
  const guarded = form.guardrails.flatMap((own) => {
    const metric = known.get(own.metric)
    const limit = metric && limitOf(metric, own.limit)
    return metric && limit ? [{ metric, limit }] : []
  })
  return form.stages.map((stage) => {
    const share = Number(stage.weight.replace(',', '.')) / 100
    const soakH = Number(stage.soakH.replace(',', '.'))
    if (!(share > 0 && share <= 1) || !(soakH >= 0)) return ''
    if (people === null) return 'Nobody has been counted here in the last day, so how soon harm shows is not known.'
    const all = guarded.map(({ metric, limit }) => {
      const weight = 0.95 / guarded.length
      const planned = { baseline: limit.baseline, limit: limit.harm, direction: metric.direction, weight }
      return { metric, limit, shown: showsIn(planned, { peopleADay: people, share, soakH }) }
    })
    const slowest = all.toSorted((a, b) => (b.shown.hours ?? Infinity) - (a.shown.hours ?? Infinity))[0]
    return slowest ? shownWords(stage.weight, slowest.metric, slowest.limit.harm, slowest.shown) : ''
  })
}

async function whom({ database: { db }, now }: Runtime, actor: Member, form: DraftForm, environment: EnvironmentRow) {
  const traits = await readTraits(db, place(environment), now())
  const segments = await readSegments(db, actor.workspaceId)
  return representativeness(audienceOf(form), traits, Object.fromEntries(segments.map(({ key, rule }) => [key, rule])))
}

async function plan({ database: { db } }: Runtime, actor: Member, { form, rolloutId }: DraftView) {
  const input = inputOf(form)
  const guardrails = input.guardrails.flatMap((one) =>
    typeof one === 'string' ? [] : [{ metric: one.metric, critical: one.critical ?? false, limit: one.limit ?? null }],
  )
  const planned = {
    ...input,
    flagKey: input.flag,
    environmentKey: input.environment,
    policyKey: input.policy,
    stages: input.stages.map(stageSpec),
    guardrails,
  }
  const before = rolloutId === null ? null : await findRollout(db, actor.workspaceId, rolloutId)
  return {
    paragraph: planParagraph(planned),
    diff: diffLines(before ? planLines(before.rollout) : [], planLines(planned)),
  }
}
