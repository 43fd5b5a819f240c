import { cx } from '@/components/ui/cx'
import { LIFECYCLE, type Lifecycle, LIFECYCLE_WORDS } from '@/lib/flags/core/lifecycle'

const STEPS = LIFECYCLE.filter((state) => state !== 'permanent')

/** How far a flag has come, in words and dots; the present step says why. */
export function LifecycleSteps({ lifecycle }: { lifecycle: Lifecycle }) {
  const at = STEPS.findIndex((state) => state === lifecycle.state)
  return (
    <section aria-label="Lifecycle" data-state={lifecycle.state} className="card flex flex-col gap-1 px-4 py-3">
      {at === -1 ? (
        <p className="text-body font-medium">{LIFECYCLE_WORDS[lifecycle.state]}</p>
      ) : (
        <ol className="flex flex-wrap gap-x-4 gap-y-1 text-dense">
          {STEPS.map((state, i) => (
            <li
              key={state}
              aria-current={i === at ? 'step' : undefined}
              className={cx('inline-flex items-center gap-1.5', i === at ? 'font-bold text-text' : 'text-text-3')}
            >
              <span aria-hidden="true" className={i <= at ? 'text-accent' : undefined}>
                {i < at ? '●' : i === at ? '◉' : '○'}
              </span>
              {LIFECYCLE_WORDS[state]}
            </li>
          ))}
        </ol>
      )}
      <p className="text-body text-text-2">{lifecycle.why}</p>
    </section>
  )
}
