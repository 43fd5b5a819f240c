'use client'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { type RailHandle } from '@/components/charts/event-rail'
import { type Hotkey, useHotkeys } from '@/components/live/hotkeys'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Banner } from '@/components/ui/banner'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/kernel/paths'
import { guardrailsWorstFirst } from '@/lib/rollouts/core/evidence-sentences'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { leadingMetric } from '@/lib/rollouts/core/verdict-sentences'
import { ActivityList } from './activity-list'
import { ApprovalPanel } from './approval-panel'
import { Card } from './card'
import { ComparisonCard } from './comparison-card'
import { DecisionDock } from './decision-dock'
import { GateList } from './gate-list'
import { GuardrailTable } from './guardrail-table'
import { LoopStrip } from './loop-strip'
import { PropagationMeter } from './propagation-meter'
import { type ScreenState, useScreenState } from './screen-state'
import { StageTrack } from './stage-track'
import { UndoBanner } from './undo-banner'
import { useLiveRollout } from './use-live-rollout'
import { useRolloutCommands } from './use-rollout-commands'
import { type RolloutActions, useVerbs, type Verbs } from './use-verbs'
import { VerdictBlock } from './verdict-block'

/** Fetched as soon as the page is at rest: the first look needs no dialog, the first key may. */
const fetchConfirmVerb = async () => ({ default: (await import('./confirm-verb')).ConfirmVerb })
const ConfirmVerb = lazy(fetchConfirmVerb)

/** One rollout: the answer, where it is in its ramp, the evidence, and the decisions. */
export function RolloutScreen({ initial, actions }: { initial: RolloutView; actions: RolloutActions }) {
  const { rollout, events, eventsFault } = useLiveRollout(initial)
  const verbs = useVerbs(rollout, actions)
  const state = useScreenState()
  const rowRef = useRef<HTMLDivElement>(null)
  const [rail, setRail] = useState<RailHandle | null>(null)
  useHotkeys(keysOf(rollout, verbs, state, rail), 'Rollout')
  useEffect(() => void fetchConfirmVerb(), [])
  useRolloutCommands(rollout, verbs)

  const { verdict, gates } = rollout
  const lead = verdict ? leadingMetric(verdict) : null
  const metric = verdict?.metrics.find((each) => each.key === state.metric) ?? lead
  const met = gates.filter((gate) => gate.state === 'met' || gate.state === 'accepted').length
  return (
    <RoomFrame
      crumbs={[{ label: 'Rollouts', href: paths.rollouts() }, { label: rollout.name }]}
      environment={rollout.environmentName}
    >
      <div className="flex flex-col gap-4">
        <PageHead
          title={rollout.flag}
          answer={
            <>
              {rollout.owner && `Owner ${rollout.owner} · `}policy {rollout.policy.key} v{rollout.policy.version}
              {rollout.startedAt && (
                <>
                  {' '}
                  · started <Time at={rollout.startedAt} format="short" now={rollout.now} />
                </>
              )}
            </>
          }
        />
        <VerdictBlock rollout={rollout} verbs={verbs} rowRef={rowRef} />
        <UndoBanner rollout={rollout} verbs={verbs} />
        <PropagationMeter rollout={rollout} />
        <StageTrack rollout={rollout} />
        <LoopStrip rollout={rollout} />
        {metric && (
          <section className="card min-w-0 px-4 py-4 sm:px-6" id="evidence">
            <ComparisonCard rollout={rollout} metric={metric} events={events} state={state} railRef={setRail} />
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
        <DecisionDock rollout={rollout} verbs={verbs} rowRef={rowRef} />
      </div>
      {verbs.asking && (
        <Suspense fallback={null}>
          <ConfirmVerb verbs={verbs} />
        </Suspense>
      )}
    </RoomFrame>
  )
}

function keysOf(rollout: RolloutView, verbs: Verbs, state: ScreenState, rail: RailHandle | null): Hotkey[] {
  const guardrails = guardrailsWorstFirst(rollout.verdict?.metrics ?? []).slice(0, 9)
  return [
    {
      key: 'p',
      label: rollout.state === 'paused' ? 'Resume…' : 'Pause',
      run: () => verbs.press(rollout.state === 'paused' ? 'resume' : 'pause'),
      dangerous: true,
    },
    { key: 'r', label: 'Roll back', run: () => verbs.press('roll-back'), dangerous: true },
    { key: 'a', label: 'Approve', run: () => verbs.press('approve') },
    { key: 'n', label: 'Advance…', run: () => verbs.press('advance') },
    { key: 'z', label: 'Undo one’s own last decision', run: () => verbs.press('undo') },
    {
      key: 'v',
      label: 'Values or difference on top',
      run: () => state.setView(state.view === 'values' ? 'difference' : 'values'),
    },
    { key: 'd', label: 'Chart as a table', run: state.toggleTable },
    { key: ',', label: 'Previous event in the chart', run: () => rail?.step(-1) },
    { key: '.', label: 'Next event in the chart', run: () => rail?.step(1) },
    ...guardrails.map((metric, i) => ({
      key: String(i + 1),
      label: `Chart of ${metric.name}`,
      run: () => state.setMetric(metric.key),
    })),
  ]
}
