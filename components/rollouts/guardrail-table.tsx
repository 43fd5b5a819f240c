import { ForestTable, type ForestRow } from '@/components/charts/forest-table'
import { guardrailsWorstFirst } from '@/lib/rollouts/core/evidence-sentences'
import { type MetricEvidence, type Verdict } from '@/lib/rollouts/core/schema'
import { VerdictBadge } from './verdict-mark'

type Props = { verdict: Verdict; chosen: string | null; onChoose: (key: string) => void }

/** Every guardrail on one scale, worst first; goals in a group of their own. */
export function GuardrailTable({ verdict, chosen, onChoose }: Props) {
  const guardrails = guardrailsWorstFirst(verdict.metrics)
  const goals = verdict.metrics.filter((metric) => metric.role === 'goal')
  return (
    <div className="flex flex-col gap-4">
      <ForestTable caption="Guardrails, worst first" rows={guardrails.map(rowOf)} chosen={chosen} onChoose={onChoose} />
      {goals.length > 0 && (
        <div>
          <h3 className="mb-1 font-bold">Goals</h3>
          <ForestTable caption="Goals" rows={goals.map(rowOf)} chosen={chosen} onChoose={onChoose} />
        </div>
      )}
    </div>
  )
}

const rowOf = (metric: MetricEvidence): ForestRow => ({
  ...metric.difference,
  key: metric.key,
  name: metric.name,
  unit: metric.unit,
  form: metric.form,
  direction: metric.direction,
  limit: metric.limit,
  exposed: metric.exposed.rate,
  baseline: metric.baseline.rate,
  verdict: <VerdictBadge code={metric.code} />,
  trend: null,
})
