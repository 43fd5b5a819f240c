'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Ref } from 'react'
import { CohortChart, type ChartView } from '@/components/charts/cohort-chart'
import { type RailHandle } from '@/components/charts/event-rail'
import { FogProgress } from '@/components/charts/fog-progress'
import { type Stretch } from '@/components/charts/types'
import { Button } from '@/components/ui/button'
import { FaultState } from '@/components/ui/fault-state'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Skeleton } from '@/components/ui/skeleton'
import { useZone } from '@/components/ui/zone'
import { count, plural } from '@/lib/kernel/format'
import { clock } from '@/lib/kernel/format-time'
import { toMs } from '@/lib/kernel/moments'
import { cohortSeriesQuery } from '@/lib/rollouts/client/queries'
import { differenceSentence, peopleSentence, resolutionSentence } from '@/lib/rollouts/core/evidence-sentences'
import { type MetricEvidence, type RolloutEventView, type RolloutView } from '@/lib/rollouts/core/schema'
import { timeToGo } from '@/lib/rollouts/core/verdict-sentences'
import { type Range, type ScreenState } from './screen-state'

type Props = {
  rollout: RolloutView
  metric: MetricEvidence
  events: readonly RolloutEventView[]
  state: ScreenState
  railRef: Ref<RailHandle>
  annotate: () => void
}

/** What happened to one metric: its chart, or the same as a table. Fails alone. */
export function ComparisonCard({ rollout, metric, events, state, railRef, annotate }: Props) {
  const { timeZone } = useZone()
  const query = useQuery({
    ...cohortSeriesQuery(rollout.id, metric.key, state.range === '15m' ? 'PT15M' : state.range),
    placeholderData: keepPreviousData,
  })
  if (query.isPending) return <Skeleton className="h-[560px]" />
  if (query.isError) {
    return (
      <FaultState
        what="The chart could not be read."
        still="Rollouts keep running and are still watched; only this chart failed."
        onRetry={() => void query.refetch()}
      />
    )
  }
  const series = query.data
  const shown = series?.metric ?? metric
  const tellable =
    rollout.verdict?.code !== 'too-early' && shown.difference.low !== null && shown.difference.high !== null
  return (
    <CohortChart
      question={`How do exposed people compare on ${lowerFirst(shown.name)}?`}
      answer={differenceSentence(shown)}
      notes={[peopleSentence(shown), resolutionSentence(shown)].filter((note) => note !== null)}
      metric={shown}
      points={series?.points ?? []}
      events={events}
      risks={risksOf(rollout, shown, timeZone)}
      range={series ?? { from: rollout.stageSince ?? rollout.startedAt ?? rollout.now, to: rollout.now }}
      timeZone={timeZone}
      view={state.view}
      showTable={state.table}
      fog={tellable ? null : <Fog rollout={rollout} />}
      footer={`${series?.method ?? 'band'}: always-valid (e-process), holds however often you look`}
      controls={<Controls state={state} annotate={annotate} refused={rollout.rights.comment} />}
      railRef={railRef}
    />
  )
}

function Controls({ state, annotate, refused }: { state: ScreenState; annotate: () => void; refused: string | null }) {
  return (
    <>
      <SegmentedControl<Range>
        label="Range"
        value={state.range}
        options={[
          ['15m', 'Last 15 min'],
          ['stage', 'This stage'],
          ['all', 'All'],
        ]}
        onChange={state.setRange}
      />
      <SegmentedControl<ChartView>
        label="Panel on top"
        value={state.view}
        options={[
          ['difference', 'Difference'],
          ['values', 'Values'],
        ]}
        onChange={state.setView}
      />
      <Button size="small" look="quiet" aria-keyshortcuts="D" onClick={state.toggleTable}>
        {state.table ? 'Show as chart' : 'Show as table'}
      </Button>
      <Button size="small" look="quiet" aria-keyshortcuts="M" disabledReason={refused} onClick={annotate}>
        Annotate
      </Button>
    </>
  )
}

function Fog({ rollout }: { rollout: RolloutView }) {
  const eta = rollout.verdict?.eta ?? null
  if (!eta) return <p className="text-dense text-text-2">Not enough data to compare yet.</p>
  const need = eta.unitsNeed === null ? '' : ` of about ${plural(eta.unitsNeed, 'person', 'people')}`
  const rate = eta.perHour >= 1 ? ` At ${count(Math.round(eta.perHour))} people/h.` : ''
  return (
    <FogProgress
      have={eta.unitsHave}
      need={eta.unitsNeed}
      sentence={`${count(eta.unitsHave)}${need}. ${timeToGo({ eta })}${rate}`}
    />
  )
}

const risksOf = ({ risks }: RolloutView, metric: MetricEvidence, timeZone: string): Stretch[] =>
  risks
    .filter((risk) => risk.what === metric.key || risk.what === 'guardrails')
    .map((risk) => ({
      kind: 'risk',
      from: toMs(risk.at),
      to: toMs(risk.until),
      label: `risk accepted by ${risk.by} until ${clock(risk.until, timeZone)}`,
    }))

const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
