import { ArrowRight } from 'lucide-react'
import { Time } from '@/components/ui/time'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { loopSteps } from './loop-steps'

/** The loop in one line: signal → decision → action → new signal. */
export function LoopStrip({ rollout }: { rollout: RolloutView }) {
  const steps = loopSteps(rollout)
  return (
    <section aria-label="The loop" className="num px-1">
      <ol className="flex flex-col gap-x-3 gap-y-1 text-dense text-text-2 sm:flex-row sm:flex-wrap sm:items-center">
        {steps.map((step, i) => (
          <li key={step.name} className="flex items-baseline gap-1.5">
            {i > 0 && (
              <ArrowRight
                aria-hidden="true"
                size={14}
                strokeWidth={1.75}
                className="mr-1.5 self-center text-text-3 max-sm:hidden"
              />
            )}
            <span className="font-medium text-text">{step.name}</span>
            <span>{step.text}</span>
            {step.at && <Time at={step.at} format="short" now={rollout.now} />}
          </li>
        ))}
      </ol>
    </section>
  )
}
