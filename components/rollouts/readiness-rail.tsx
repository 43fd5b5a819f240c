import { type ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { type ReadinessCheck } from '@/lib/rollouts/core/schema'
import { FoldingCard } from './folding-card'

const STATES = {
  ok: { mark: '✓', word: 'Ready', className: 'text-good' },
  caution: { mark: '△', word: 'Start needs a reason', className: 'text-warn' },
  block: { mark: '✕', word: 'Blocks Start', className: 'text-bad' },
  unknown: { mark: '◐', word: 'Not measured yet', className: 'text-baseline' },
} as const

type Props = {
  checks: readonly ReadinessCheck[]
  /** The way to the form that answers a check; null where there is none. */
  fix: (check: ReadinessCheck) => ReactNode
}

/** The fifteen questions before Start, each with its answer, the value behind it and the way to mend it. */
export function ReadinessRail({ checks, fix }: Props) {
  const ready = checks.filter(({ state }) => state === 'ok').length
  return (
    <FoldingCard title="Ready to start?" aside={checks.length === 0 ? undefined : `${ready} of ${checks.length}`}>
      {checks.length === 0 ? (
        <p className="text-body text-text-2">Choose flag and environment: then the checks begin.</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {checks.map((check) => {
            const { mark, word, className } = STATES[check.state]
            return (
              <li
                key={check.key}
                data-check={check.key}
                data-state={check.state}
                className="flex items-start gap-2.5 py-1.5 text-body"
              >
                <span aria-hidden="true" className={cx('w-4 shrink-0 text-center font-bold', className)}>
                  {mark}
                </span>
                <div className="min-w-0 flex-1">
                  <span className="font-medium">{check.label}</span>
                  <span className="sr-only">: {word}. </span>
                  <p className="num text-dense text-text-2">{check.value}</p>
                </div>
                {fix(check)}
              </li>
            )
          })}
        </ul>
      )}
    </FoldingCard>
  )
}
