'use client'
import { useServerNow } from '@/components/live/clock'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { share } from '@/lib/kernel/format'
import { durationWords, lengthOf } from '@/lib/kernel/format-time'
import { elapsedMs, type Instant } from '@/lib/kernel/moments'
import { type RolloutView, type StageView } from '@/lib/rollouts/core/schema'

const STILL: ReadonlySet<RolloutView['state']> = new Set([
  'paused',
  'holding',
  'stopped',
  'rolling-back',
  'rolled-back',
  'abandoned',
])

/** Where in the ramp: share, soak and state of each stage in words; now, next, and when. */
export function StageTrack({ rollout, editLater }: { rollout: RolloutView; editLater: () => void }) {
  const now = useServerNow(rollout.now)
  const { stages, next, weight } = rollout
  const still = STILL.has(rollout.state)
  return (
    <section
      aria-label="Stages"
      className="card flex flex-col gap-3 px-4 py-4 sm:px-6 lg:flex-row lg:items-center lg:gap-8"
    >
      <ol className="flex min-w-0 flex-1 max-sm:hidden">
        {stages.map((stage, i) => (
          <StagePoint
            key={stage.id}
            stage={stage}
            last={i === stages.length - 1}
            still={still}
            rollout={rollout}
            now={now}
          />
        ))}
      </ol>
      <div className="num text-body lg:w-72 lg:shrink-0 lg:border-l lg:border-line lg:pl-8">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-h2 font-bold whitespace-nowrap">Now {share(weight)}</span>
          {rollout.stage > 0 && (
            <span className="text-dense text-text-2 sm:hidden">
              stage {rollout.stage} of {stages.length}
            </span>
          )}
          <output
            aria-label={rollout.stage === 0 ? 'Stage' : `Stage ${rollout.stage}`}
            className="text-dense text-text-2"
          >
            {rollout.stateSentence}
          </output>
        </p>
        <p className="text-text-2">{nextWords(next)}</p>
        {isLive(rollout) && (
          <Button
            look="quiet"
            size="small"
            className="-ml-2.5"
            disabledReason={rollout.rights.edit}
            onClick={editLater}
          >
            Edit later stages…
          </Button>
        )}
      </div>
    </section>
  )
}

/** Somebody has it, so that what they have stays and what is to come may change. */
const isLive = ({ state, stage }: RolloutView): boolean =>
  stage > 0 && (state === 'running' || state === 'holding' || state === 'paused' || state === 'awaiting-approval')

function nextWords({ weight, when }: RolloutView['next']): string {
  if (weight === null) return when ? `Next: ${when}` : 'Nothing comes next'
  return `Next ${share(weight)} ${when}`
}

type PointProps = { stage: StageView; last: boolean; still: boolean; rollout: RolloutView; now: Instant }

function StagePoint({ stage, last, still, rollout, now }: PointProps) {
  const reached = stage.state === 'done' || stage.state === 'now'
  return (
    <li
      data-stage={stage.state}
      aria-current={stage.state === 'now' ? 'step' : undefined}
      className={cx('relative flex min-w-0 flex-col gap-1.5', last ? 'flex-none' : 'flex-1')}
    >
      {!last && (
        <span
          aria-hidden="true"
          className={cx(
            'absolute top-2 right-1 left-6 border-t-2',
            stage.state === 'done' ? 'border-accent' : 'border-dashed border-line-strong',
          )}
        />
      )}
      <svg aria-hidden="true" viewBox="0 0 18 18" className="size-4.5">
        <circle
          cx="9"
          cy="9"
          r="7"
          fill={stage.state === 'done' ? 'var(--accent)' : 'var(--surface)'}
          stroke={reached ? 'var(--accent)' : 'var(--line-strong)'}
          strokeWidth="2"
        />
        {stage.state === 'done' && (
          <path d="m5.8 9.2 2.2 2.2 4.2-4.6" fill="none" stroke="var(--on-accent)" strokeWidth="1.8" />
        )}
        {stage.state === 'now' &&
          (still ? (
            <path d="M7 6v6M11 6v6" stroke="var(--accent)" strokeWidth="2" />
          ) : (
            <circle cx="9" cy="9" r="3.5" fill="var(--accent)" />
          ))}
      </svg>
      <span
        className={cx('num text-body', stage.state === 'now' ? 'font-bold' : 'font-medium', !reached && 'text-text-2')}
      >
        {share(stage.weight)}
      </span>
      <span className="num text-caption text-text-2">
        {soakWords(stage, rollout, now)}
        <span className="sr-only">, {spoken[stage.state]}</span>
      </span>
    </li>
  )
}

const spoken = { done: 'done', now: 'present stage', next: 'next', later: 'later' } as const

const ENDED: ReadonlySet<RolloutView['state']> = new Set([
  'rolling-back',
  'rolled-back',
  'finished',
  'abandoned',
  'stopped',
])

function soakWords({ state, minSoak }: StageView, { stageSince, state: rollout }: RolloutView, now: Instant): string {
  const least = durationWords(minSoak)
  if (state !== 'now' || stageSince === null || ENDED.has(rollout)) return least === '0 s' ? 'no soak' : least
  return `${lengthOf(elapsedMs(stageSince, now))} of ${least}`
}
