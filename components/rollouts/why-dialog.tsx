'use client'
import { Dialog } from '@/components/ui/dialog'
import { Time } from '@/components/ui/time'
import { differenceText, plural, significant } from '@/lib/kernel/format'
import { lengthOf } from '@/lib/kernel/format-time'
import { limitWords, measureOfMetric } from '@/lib/rollouts/core/evidence-sentences'
import { type MetricEvidence, type RolloutView, type VerdictCode } from '@/lib/rollouts/core/schema'
import { GateList } from './gate-list'
import { VerdictBadge } from './verdict-mark'

const CHANGES: Record<VerdictCode, string> = {
  harmful:
    'A person’s decision: Keep paused, Resume, Accept risk, Stop exposure or Roll back. It doesn’t go away by itself, however the numbers move.',
  'harmful-for-segment':
    'A person’s decision: Keep paused, Resume, Accept risk, Stop exposure or Roll back. It doesn’t go away by itself.',
  'comparison-broken': 'The cause being fixed: then the comparison goes on. Hard limits stop it all the while.',
  'outside-cause': 'The outside cause passing, or exposed people faring worse than baseline after all.',
  'close-to-limit':
    'More data: either harm past the limit is ruled out, or evidence of 20 to 1 for harm makes it harmful.',
  neutral: 'Evidence of 20 to 1 that a guardrail is harmed.',
  'harm-ruled-out': 'Evidence of 20 to 1 that a guardrail is harmed. Being watched doesn’t end here.',
  'cannot-tell': 'More people in the stage, more time, or a person who decides with a reason.',
  'too-early': 'More people. Evidence of 20 to 1 for harm counts at any time, also now.',
  'safe-so-far': 'More data rules harm out; evidence of 20 to 1 for harm makes it harmful, at any time.',
}

/** Why this verdict, and what would change it: the gates in order, and the numbers behind the guardrails. */
export function WhyDialog({ rollout, onClose }: { rollout: RolloutView; onClose: () => void }) {
  const { verdict, policy } = rollout
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Why this verdict?"
      description={`Policy ${policy.key} v${policy.version} reads it.`}
    >
      <div className="flex flex-col gap-5 pb-5 text-body">
        {verdict && (
          <section>
            <h3 className="font-bold">What would change this?</h3>
            <p className="text-text-2">{CHANGES[verdict.code]}</p>
          </section>
        )}
        {rollout.gates.length > 0 && (
          <section>
            <h3 className="mb-1 font-bold">Gates, in order</h3>
            <GateList gates={rollout.gates} />
          </section>
        )}
        {verdict && verdict.alsoHolds.length > 0 && (
          <section>
            <h3 className="mb-1 font-bold">Also true</h3>
            <ul className="flex flex-wrap gap-x-4 gap-y-1">
              {verdict.alsoHolds.map((code) => (
                <li key={code}>
                  <VerdictBadge code={code} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {verdict && <Numbers rollout={rollout} verdict={verdict} />}
      </div>
    </Dialog>
  )
}

function Numbers({ rollout, verdict }: { rollout: RolloutView; verdict: NonNullable<RolloutView['verdict']> }) {
  return (
    <section>
      <h3 className="mb-1 font-bold">The numbers behind it</h3>
      <dl className="num grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-dense">
        <dt className="text-text-2">Evidence of harm</dt>
        <dd>{odds(verdict.logE)}, all guardrails together</dd>
        <dt className="text-text-2">Compared</dt>
        <dd>
          {plural(verdict.unitsExposed, 'exposed person', 'exposed people')},{' '}
          {plural(verdict.unitsBaseline, 'baseline person', 'baseline people')}
        </dd>
        <dt className="text-text-2">Concluded</dt>
        <dd>
          <Time at={verdict.at} format="both" />, unchanged since{' '}
          <Time at={verdict.since} format="short" now={rollout.now} />
        </dd>
        <dt className="text-text-2">Data age</dt>
        <dd>{verdict.data.ageS === null ? 'nothing arrived yet' : lengthOf(verdict.data.ageS * 1000)}</dd>
        {verdict.metrics.map((metric) => (
          <MetricNumbers key={metric.key} metric={metric} />
        ))}
      </dl>
    </section>
  )
}

function MetricNumbers({ metric }: { metric: MetricEvidence }) {
  const limit = limitWords(metric)
  return (
    <>
      <dt className="text-text-2">{metric.name}</dt>
      <dd>
        {differenceText(metric.difference, measureOfMetric(metric))}
        {limit && `, limit ${limit}`}; evidence of harm {odds(metric.logEm)}
      </dd>
    </>
  )
}

/** An e-value as odds people can compare with 20 and 100: `143 to 1`. */
function odds(logE: number): string {
  if (logE <= 0) return 'none'
  if (logE > Math.log(1e6)) return 'over a million to 1'
  return `${significant(Math.exp(logE), 3)} to 1`
}
