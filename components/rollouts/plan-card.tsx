import Link from 'next/link'
import { buttonClass } from '@/components/ui/button-class'
import { share } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { FoldingCard } from './folding-card'

/** States in which nobody has had it, so that the whole plan may still change. */
const isBefore = ({ state, startedAt }: RolloutView): boolean =>
  startedAt === null && (state === 'draft' || state === 'awaiting-approval')

/** What was planned, in the words of who planned it. */
export function PlanCard({ rollout }: { rollout: RolloutView }) {
  const { brief, guardrails, goals, rights } = rollout
  const lines: [string, string][] = [
    ['Hypothesis', rollout.hypothesis],
    ['Objective', brief?.objective ?? ''],
    ['Acceptance', brief?.acceptance ?? ''],
    ['Audience', rollout.audience],
    ['Holdback', rollout.holdback > 0 ? share(rollout.holdback) : ''],
    ['Guardrails', guardrails.map(({ metric, critical }) => `${metric}${critical ? ' (critical)' : ''}`).join(', ')],
    ['Goals', goals.join(', ')],
    ['Way back', rollout.rollbackPlan],
    ['Is lost', brief?.reversible === false ? brief.lost : ''],
    ['On call', brief?.onCall ?? ''],
    ['Escalation', brief?.escalation ?? ''],
  ]
  return (
    <FoldingCard
      title="Plan"
      aside={
        isBefore(rollout) && rights.edit === null ? (
          <Link className={buttonClass('secondary', 'small')} href={paths.rolloutFrom(rollout.name)}>
            Edit<span className="sr-only"> the plan</span>
          </Link>
        ) : undefined
      }
    >
      <dl className="grid gap-x-6 gap-y-1 text-body sm:grid-cols-[8rem_1fr]">
        {lines.flatMap(([name, text]) =>
          text === ''
            ? []
            : [
                <dt key={name} className="text-text-2">
                  {name}
                </dt>,
                <dd key={`${name} text`} className="measure min-w-0 break-words whitespace-pre-line">
                  {text}
                </dd>,
              ],
        )}
        {brief?.playbook && (
          <>
            <dt className="text-text-2">Playbook</dt>
            <dd className="min-w-0 break-all">
              <a href={brief.playbook} rel="noreferrer" className="text-accent underline underline-offset-2">
                {brief.playbook}
              </a>
            </dd>
          </>
        )}
      </dl>
    </FoldingCard>
  )
}
