'use client'
import { type Ref } from 'react'
import { type RailHandle } from '@/components/charts/event-rail'
import { Banner } from '@/components/ui/banner'
import { type RolloutEventView, type RolloutView } from '@/lib/rollouts/core/schema'
import { leadingMetric } from '@/lib/rollouts/core/verdict-sentences'
import { ActivityList } from './activity-list'
import { ApprovalPanel } from './approval-panel'
import { Card } from './card'
import { ComparisonCard } from './comparison-card'
import { GateList } from './gate-list'
import { GuardrailTable } from './guardrail-table'
import { LoopStrip } from './loop-strip'
import { PropagationMeter } from './propagation-meter'
import { type ScreenState } from './screen-state'
import { StageTrack } from './stage-track'

type Props = {
  rollout: RolloutView
  events: readonly RolloutEventView[]
  eventsFault: boolean
  state: ScreenState
  railRef: Ref<RailHandle>
}

/** What stands beneath the answer and what it rests on: the stages, the loop, the chart, guardrails, gates, approvals, the plan, and what happened. */
export function Evidence({ rollout, events, eventsFault, state, railRef }: Props) {
  const { verdict, gates } = rollout
  const lead = verdict ? leadingMetric(verdict) : null
  const metric = verdict?.metrics.find((each) => each.key === state.metric) ?? lead
  const met = gates.filter((gate) => gate.state === 'met' || gate.state === 'accepted').length
  return (
    <>
      <PropagationMeter rollout={rollout} />
      <StageTrack rollout={rollout} />
      <LoopStrip rollout={rollout} />
      {metric && (
        <section className="card min-w-0 px-4 py-4 sm:px-6" id="evidence">
          <ComparisonCard rollout={rollout} metric={metric} events={events} state={state} railRef={railRef} />
        </section>
      )}
      {verdict && verdict.metrics.length > 0 && (
        <Card title="Guardrails, worst first" aside="choose one to see its chart">
          <GuardrailTable verdict={verdict} chosen={metric?.key ?? null} onChoose={state.setMetric} />
        </Card>
      )}
      <div className="grid items-start gap-4 md:grid-cols-2">
        {gates.length > 0 && (
          <Card title="Gates" aside={`${met} of ${gates.length} met`}>
            <GateList gates={gates} />
          </Card>
        )}
        {(gates.length > 0 || rollout.approvals.length > 0) && (
          <Card title="Approvals">
            <ApprovalPanel rollout={rollout} />
          </Card>
        )}
      </div>
      <Card title="Plan">
        <dl className="grid gap-x-6 gap-y-1 text-body sm:grid-cols-[8rem_1fr]">
          <dt className="text-text-2">Hypothesis</dt>
          <dd className="measure">{rollout.hypothesis}</dd>
          <dt className="text-text-2">Way back</dt>
          <dd className="measure">{rollout.rollbackPlan}</dd>
        </dl>
      </Card>
      <Card title="Activity">
        {eventsFault ? (
          <Banner tone="warn">The activity could not be read. Nothing is lost; it is tried again.</Banner>
        ) : (
          <ActivityList events={events} now={rollout.now} />
        )}
      </Card>
    </>
  )
}
