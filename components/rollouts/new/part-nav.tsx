import { cx } from '@/components/ui/cx'
import { type DraftPart, type DraftProblem } from '@/lib/rollouts/core/schema'
import { PARTS } from './types'

type Props = {
  part: DraftPart
  /** Parts whose problems may be said: those that were looked at. */
  seen: ReadonlySet<DraftPart>
  problems: readonly DraftProblem[]
  go: (part: DraftPart) => void
}

/** The five parts in order, each with what it lacks; any of them may be opened at any time. */
export function PartNav({ part, seen, problems, go }: Props) {
  return (
    <nav aria-label="Parts of the plan">
      <ol className="flex flex-wrap gap-x-1 gap-y-2">
        {PARTS.map(({ part: each, name }, i) => {
          const lacking = problems.filter((problem) => problem.part === each).length
          const state = each === part ? 'now' : !seen.has(each) ? 'todo' : lacking > 0 ? 'lacking' : 'done'
          return (
            <li key={each}>
              <button
                type="button"
                aria-current={each === part ? 'step' : undefined}
                onClick={() => go(each)}
                className={cx(
                  'touchable inline-flex h-9 items-center gap-2 rounded-control px-3 text-body',
                  each === part ? 'bg-text font-bold text-canvas' : 'text-text-2 hover:bg-sunken',
                )}
              >
                <span aria-hidden="true">{MARKS[state]}</span>
                <span>
                  {i + 1} {name}
                </span>
                {state === 'lacking' && <span className="sr-only">, {lacking} missing</span>}
                {state === 'done' && each !== 'review' && <span className="sr-only">, complete</span>}
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

const MARKS = { now: '◉', todo: '○', lacking: '△', done: '●' } as const
