import { z } from 'zod'
import { MetricSeries, MetricVersionView, MetricView } from '@/lib/analysis/core/schema'
import { createMetric } from '@/lib/analysis/server/create-metric'
import { archiveMetric, editMetric, unarchiveMetric } from '@/lib/analysis/server/edit-metric'
import { RolloutFeedbackView } from '@/lib/feedback/core/schema'
import {
  CohortSeries,
  DecisionView,
  DraftView,
  GateView,
  LearningView,
  ReviewView,
  RolloutEventView,
  RolloutRow,
  RolloutView,
  VERBS,
  Verdict,
  type Verb,
} from '@/lib/rollouts/core/schema'
import { annotate, comment } from '@/lib/rollouts/server/comment'
import { createRollout } from '@/lib/rollouts/server/create-rollout'
import { editRollout } from '@/lib/rollouts/server/edit-rollout'
import { saveDraft } from '@/lib/rollouts/server/save-draft'
import { rolloutVerbs } from '@/lib/rollouts/server/verbs'
import { writeReview } from '@/lib/rollouts/server/write-review'
import { listOf, PAGE, room, text } from './operation'
import { DraftCheck, DraftPreview } from './views-rollouts'

const { act, read } = room('Rollouts')
const metrics = room('Metrics')
const rollout = { addressed: ['rolloutId'] }
const metric = { addressed: ['key'] }
const Said = z.object({ said: z.literal(true) })

const SUMMARIES: Readonly<Record<Verb, string>> = {
  'request-approval': 'Ask for the sign-offs of the next stage',
  start: 'Start the first stage',
  approve: 'Approve the stage that waits',
  decline: 'Decline the stage that waits',
  pause: 'Pause: exposure stays where it is',
  'keep-paused': 'Keep it paused, with a reason',
  resume: 'Resume a paused rollout',
  advance: 'Go on to the next stage',
  'accept-risk': 'Accept a gate that is not met, until a moment',
  stop: 'Stop exposure: everybody gets the safe variant',
  'roll-back': 'Roll back and end it',
  finish: 'Finish: the exposed variant becomes everybody’s',
  abandon: 'Abandon a rollout that nobody has',
  undo: 'Undo the last pause or stop',
}

export const rolloutOperations = [
  read('GET /api/v1/rollouts', 'Rollouts, the newest first', listOf(RolloutRow), {
    query: {
      ...PAGE,
      q: text('Words and operators, such as `owner:me state:paused`.'),
      group: { about: 'Only those that go on, or those that are over.', schema: z.enum(['open', 'ended']) },
    },
  }),
  act('POST /api/v1/rollouts', 'Draft a rollout', createRollout, RolloutView, { status: 201 }),
  read('GET /api/v1/rollouts/{id}', 'One rollout with its gates, verdict and verbs', RolloutView),
  act('PATCH /api/v1/rollouts/{id}', 'Edit a draft, or the later stages', editRollout, RolloutView, rollout),
  read('GET /api/v1/rollouts/{id}/verdict', 'What analysis concludes; null before the first', Verdict.nullable()),
  read('GET /api/v1/rollouts/{id}/cohorts', 'Exposed and baseline over time', CohortSeries, {
    query: {
      metric: text('Key of a metric of the rollout.', { required: true }),
      range: { about: 'How far back.', schema: z.string().default('stage') },
    },
  }),
  read('GET /api/v1/rollouts/{id}/gates', 'What the next stage waits for', listOf(GateView)),
  read('GET /api/v1/rollouts/{id}/events', 'Its timeline', listOf(RolloutEventView)),
  read('GET /api/v1/rollouts/{id}/decisions', 'Its decisions, the newest first', listOf(DecisionView)),
  read('GET /api/v1/rollouts/{id}/feedback', 'What people said about it', RolloutFeedbackView),
  read('GET /api/v1/rollouts/{id}/review', 'Its review; null until it is written', ReviewView.nullable()),
  ...VERBS.map((verb) =>
    act(`POST /api/v1/rollouts/{id}/${verb}`, SUMMARIES[verb], rolloutVerbs[verb], RolloutView, {
      ...rollout,
      refusals: [401, 403, 404, 409, 413, 415, 422, 428, 503],
    }),
  ),
  act('POST /api/v1/rollouts/{id}/comment', 'Comment', comment, Said, rollout),
  act('POST /api/v1/rollouts/{id}/annotate', 'Note a moment on the chart', annotate, Said, rollout),
  act('POST /api/v1/rollouts/{id}/review', 'Write the review of one that is over', writeReview, ReviewView, rollout),
  read('GET /api/v1/rollouts/drafts', 'What is still being written', listOf(DraftView)),
  act('POST /api/v1/rollouts/drafts', 'Keep what was written so far', saveDraft, DraftView, { status: 201 }),
  read('GET /api/v1/rollouts/drafts/{id}', 'What a draft still misses, and how ready it is', DraftCheck),
  read('GET /api/v1/rollouts/drafts/{id}/preview', 'Whom a draft would have reached in 30 days', DraftPreview),
  read('GET /api/v1/decisions', 'Decisions of one rollout', listOf(DecisionView), {
    query: { rollout: text('Id or name (`RO-142`).', { required: true }) },
    refusals: [401, 403, 404, 422, 503],
  }),
  read('GET /api/v1/learnings', 'What earlier rollouts taught', listOf(LearningView), {
    query: { ...PAGE, q: text('Words that each must mention.') },
  }),
  metrics.read('GET /api/v1/metrics', 'Metrics by key', listOf(MetricView)),
  metrics.act('POST /api/v1/metrics', 'Define a metric', createMetric, MetricView, { status: 201 }),
  metrics.read('GET /api/v1/metrics/{key}', 'One metric', MetricView),
  metrics.act('PATCH /api/v1/metrics/{key}', 'Write its next version', editMetric, MetricView, metric),
  metrics.read('GET /api/v1/metrics/{key}/versions', 'Its versions, the newest first', listOf(MetricVersionView)),
  metrics.read('GET /api/v1/metrics/{key}/series', 'How it stood in the last 30 days and 24 hours', MetricSeries, {
    query: { env: { about: 'Key of an environment.', schema: z.string().default('production') } },
  }),
  metrics.act('POST /api/v1/metrics/{key}/archive', 'Archive a metric', archiveMetric, MetricView, metric),
  metrics.act('POST /api/v1/metrics/{key}/unarchive', 'Bring it back', unarchiveMetric, MetricView, metric),
]
