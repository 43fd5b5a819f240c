'use client'
import { type RefObject, useEffect, useState } from 'react'
import { share } from '@/lib/kernel/format'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { DecisionButtons } from './decision-buttons'
import { type Verbs } from './use-verbs'
import { VerdictBadge } from './verdict-mark'

type Props = { rollout: RolloutView; verbs: Verbs; rowRef: RefObject<HTMLDivElement | null> }

/** The decisions stay in reach: a bar at the bottom once the verdict block has scrolled away. */
export function DecisionDock({ rollout, verbs, rowRef }: Props) {
  const away = useOutOfView(rowRef)
  if (!away) return null
  return (
    <aside
      aria-label="Decisions"
      className="sticky bottom-(--tabs) z-10 -mx-4 border-t border-line bg-surface px-4 py-2 md:-mx-6 md:px-6"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="num flex items-center gap-3 text-body max-sm:hidden">
          <VerdictBadge code={rollout.verdict?.code ?? null} />
          <span className="text-text-2">
            {share(rollout.weight)} · {rollout.stateSentence}
          </span>
        </p>
        <DecisionButtons rollout={rollout} verbs={verbs} compact />
      </div>
    </aside>
  )
}

function useOutOfView(ref: RefObject<HTMLElement | null>): boolean {
  const [away, setAway] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element) return undefined
    const observer = new IntersectionObserver(([entry]) => setAway(entry ? !entry.isIntersecting : false), {
      rootMargin: '-48px 0px 0px 0px',
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return away
}
