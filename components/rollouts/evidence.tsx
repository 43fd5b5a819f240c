'use client'
import { type Ref } from 'react'
import { type RailHandle } from '@/components/charts/event-rail'
import { RolloutFeedbackCard } from '@/components/feedback/rollout-feedback-card'
import { HowToRead } from '@/components/guide/how-to-read'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { type RolloutEventView, type RolloutView } from '@/lib/rollouts/core/schema'
import { leadingMetric } from '@/lib/rollouts/core/verdict-sentences'
import { ActivityList } from './activity-list'
import { ApprovalPanel } from './approval-panel'
import { ComparisonCard } from './comparison-card'
import { FoldingCard } from './folding-card'
import { GateList } from './gate-list'
import { GuardrailTable } from './guardrail-table'
import { LoopStrip } from './loop-strip'
import { PlanCard } from './plan-card'
import { PropagationMeter } from './propagation-meter'
import { ReadinessCard } from './readiness-card'
import { type ScreenState } from './screen-state'
import { StageTrack } from './stage-track'
import { type SayingState } from './use-say'
import { type Verbs } from './use-verbs'

type Props = {
  rollout: RolloutView
  events: readonly RolloutEventView[]
  eventsFault: boolean
  state: ScreenState
  railRef: Ref<RailHandle>
  verbs: Verbs
  saying: SayingState
}

/** What stands beneath the answer and what it rests on: the stages, the loop, the chart, guardrails, gates, approvals, the plan, and what happened. */
export function Evidence({ rollout, events, eventsFault, state, railRef, verbs, saying }: Props) {
  const { verdict, gates } = rollout
  const lead = verdict ? leadingMetric(verdict) : null
  const metric = verdict?.metrics.find((each) => each.key === state.metric) ?? lead
  const met = gates.filter((gate) => gate.state === 'met' || gate.state === 'accepted').length
  return (
    <>
      <PropagationMeter rollout={rollout} />
      <StageTrack rollout={rollout} editLater={() => saying.open('stages')} />
      <ReadinessCard rollout={rollout} verbs={verbs} />
      <LoopStrip rollout={rollout} />
      {metric && (
        <section className="card min-w-0 px-4 py-4 sm:px-6" id="evidence">
          <ComparisonCard
            rollout={rollout}
            metric={metric}
            events={events.filter(({ kind }) => kind !== 'comment')}
            state={state}
            railRef={railRef}
            annotate={() => saying.open('annotate')}
          />
        </section>
      )}
      {verdict && verdict.metrics.length > 0 && (
        <FoldingCard title="Guardrails, worst first" aside={<HowToRead topic="difference-chart" />}>
          <GuardrailTable verdict={verdict} chosen={metric?.key ?? null} onChoose={state.setMetric} />
        </FoldingCard>
      )}
      {rollout.startedAt && (
        <FoldingCard title="What people said" aside={<HowToRead topic="feedback" />}>
          <RolloutFeedbackCard rolloutId={rollout.id} />
        </FoldingCard>
      )}
      <div className="grid items-start gap-4 md:grid-cols-2">
        {gates.length > 0 && (
          <FoldingCard title="Gates" aside={`${met} of ${gates.length} met`}>
            <GateList gates={gates} />
          </FoldingCard>
        )}
        {(gates.length > 0 || rollout.approvals.length > 0) && (
          <FoldingCard title="Approvals">
            <ApprovalPanel rollout={rollout} />
          </FoldingCard>
        )}
      </div>
      <PlanCard rollout={rollout} />
      <FoldingCard
        title="Activity"
        aside={
          <Button
            size="small"
            aria-keyshortcuts="C"
            disabledReason={rollout.rights.comment}
            onClick={() => saying.open('comment')}
          >
            Comment
          </Button>
        }
      >
        {eventsFault ? (
          <Banner tone="warn">The activity could not be read. Nothing is lost; it is tried again.</Banner>
        ) : (
          <ActivityList events={events} now={rollout.now} />
        )}
      </FoldingCard>
    </>
  )
}
