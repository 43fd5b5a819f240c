'use client'
import { useRef } from 'react'
import { cx } from '@/components/ui/cx'
import { Tooltip } from '@/components/ui/tooltip'
import { type Lifecycle, LIFECYCLE_WORDS } from '@/lib/flags/core/lifecycle'

/** The computed word; the rule behind it on pointer and focus. */
export function LifecycleWord({ lifecycle }: { lifecycle: Pick<Lifecycle, 'state' | 'why'> }) {
  const ref = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={ref}
        type="button"
        className={cx(
          'relative z-1 cursor-help rounded-chip text-left underline decoration-dotted decoration-from-font underline-offset-4',
          lifecycle.state === 'ready-to-remove' && 'text-warn',
        )}
      >
        {LIFECYCLE_WORDS[lifecycle.state]}
        <span className="sr-only">. {lifecycle.why}</span>
      </button>
      <Tooltip anchor={ref}>{lifecycle.why}</Tooltip>
    </>
  )
}
