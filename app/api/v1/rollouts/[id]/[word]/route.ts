import { readCohortSeries, readVerdict } from '@/lib/analysis/server/reads'
import { readRolloutFeedback } from '@/lib/feedback/server/rollout-feedback'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Member } from '@/lib/kernel/actor'
import { withMembers } from '@/lib/platform/rest'
import { type Runtime } from '@/lib/platform/runtime'
import { findRollout } from '@/lib/rollouts/server/rollout-rows'
import { annotate, comment } from '@/lib/rollouts/server/comment'
import { readDecisions, readReview, readRolloutEvents, readRolloutView } from '@/lib/rollouts/server/reads'
import { isVerb, rolloutVerbs } from '@/lib/rollouts/server/verbs'
import { writeReview } from '@/lib/rollouts/server/write-review'
import { knownRollout } from '../../known-rollout'

type Params = { id: string; word: string }

/** The parts of a rollout that can be read alone. */
export const GET = restRead<Params>(async ({ runtime, actor, params: { id, word }, query }) => {
  if (word === 'verdict') return readVerdict(runtime, actor, id)
  if (word === 'cohorts') return readCohortSeries(runtime, actor, id, cohortsAsked(query))
  if (word === 'feedback') return feedbackOf(runtime, actor, id)
  if (word === 'events') return listed(await readRolloutEvents(runtime, actor, id))
  if (word === 'decisions') return listed(await readDecisions(runtime, actor, id))
  if (word === 'review') return readReview(runtime, actor, id)
  if (word !== 'gates')
    return refuse('not-found', 'A rollout has verdict, cohorts, gates, events, decisions and review.')
  const view = await readRolloutView(runtime, actor, id)
  return view.ok ? { ok: true, value: { items: view.value.gates, nextCursor: null } } : view
})

/** What people said about it. */
async function feedbackOf(runtime: Runtime, actor: Member, id: string): Promise<Outcome<unknown>> {
  const found = await findRollout(runtime.database.db, actor.workspaceId, id)
  if (!found) return refuse('not-found', 'This rollout does not exist here.')
  return readRolloutFeedback(runtime, actor, { rolloutId: found.rollout.id, flagKey: found.rollout.flagKey })
}

const cohortsAsked = (query: URLSearchParams) => ({
  metric: query.get('metric') ?? '',
  range: query.get('range') ?? 'stage',
})

/** The fourteen verbs, and the words of people beside them. */
export const POST = restWrite<Params>(async ({ runtime, actor, params: { id, word }, body, run }) => {
  const rollout = await knownRollout(runtime, actor, id)
  if (!rollout.ok) return rollout
  const input = withMembers(body, { rolloutId: rollout.value })
  if (isVerb(word)) return run(rolloutVerbs[word], input)
  if (word === 'comment') return run(comment, input)
  if (word === 'annotate') return run(annotate, input)
  return word === 'review' ? run(writeReview, input) : refuse('not-found', 'A rollout has no such verb.')
})

const listed = <T>(items: Outcome<T[]>): Outcome<{ items: T[]; nextCursor: null }> =>
  items.ok ? { ok: true, value: { items: items.value, nextCursor: null } } : items
