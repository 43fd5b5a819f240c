'use client'
import { useEffect, useRef } from 'react'
import { Banner } from '@/components/ui/banner'
import { type DraftProblem } from '@/lib/rollouts/core/schema'
import { PARTS } from './types'

type Props = {
  problems: readonly DraftProblem[]
  /** Rises each time somebody asks for more than the draft can give: focus comes here. */
  asked: number
  go: (problem: DraftProblem) => void
}

/** What is missing, on top, each with the way to it. */
export function ErrorSummary({ problems, asked, go }: Props) {
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (asked > 0) ref.current?.focus()
  }, [asked])
  if (problems.length === 0 || asked === 0) return null
  return (
    <Banner tone="bad" role="alert">
      <h2 ref={ref} tabIndex={-1} className="font-bold">
        {problems.length === 1 ? 'One thing is missing' : `${problems.length} things are missing`}
      </h2>
      <ul className="mt-1 flex flex-col gap-0.5">
        {problems.map((problem) => (
          <li key={`${problem.field} ${problem.message}`}>
            <button type="button" className="touchable text-left underline" onClick={() => go(problem)}>
              {PARTS.find(({ part }) => part === problem.part)?.name}: {problem.message}
            </button>
          </li>
        ))}
      </ul>
    </Banner>
  )
}
