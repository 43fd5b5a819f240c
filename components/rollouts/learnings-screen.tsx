import Form from 'next/form'
import Link from 'next/link'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { EmptyState } from '@/components/ui/empty-state'
import { Input } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { type LearningView } from '@/lib/rollouts/core/schema'

type Props = { learnings: readonly LearningView[]; q: string; next: number | null; now: Instant }

const SURE = { sure: 'Sure', likely: 'Likely', hunch: 'A hunch' } as const

/** What earlier rollouts taught: search here before you start. */
export function LearningsScreen({ learnings, q, next, now }: Props) {
  const today = now.slice(0, 10)
  return (
    <RoomFrame crumbs={[{ label: 'Learnings' }]}>
      <div className="flex flex-col gap-5">
        <PageHead title="Learnings" answer={answerOf(learnings, q, next)} />
        <Form action={paths.learnings()} className="flex flex-wrap gap-2">
          <Input
            name="q"
            type="search"
            aria-label="Search learnings"
            placeholder="coupons"
            defaultValue={q}
            maxLength={200}
            className="min-w-0 flex-1 basis-56 sm:max-w-96"
          />
          <Button type="submit">Search</Button>
        </Form>
        {learnings.length === 0 && q === '' && (
          <EmptyState title="Nothing has been learned in writing yet">
            When a rollout ends, its review asks for one claim that others can use. Those claims are listed here, with
            the size of the effect and the rollout they come from.
          </EmptyState>
        )}
        <ul className="flex flex-col gap-3">
          {learnings.map((learning) => (
            <li key={learning.id} className="card px-4 py-3 sm:px-6">
              <h2 className="text-answer font-bold">
                <span className="num mr-2 text-dense font-normal text-text-3">{learning.name}</span>
                {learning.claim}
              </h2>
              {learning.effect && <p className="num text-body">{learning.effect}</p>}
              <p className="mt-1 flex flex-wrap items-baseline gap-x-3 gap-y-1 text-dense text-text-2">
                <Badge>{SURE[learning.confidence]}</Badge>
                <span>
                  from{' '}
                  <Link className="underline" href={paths.rolloutReview(learning.rollout)}>
                    {learning.rollout}
                  </Link>{' '}
                  {learning.flag}
                </span>
                {learning.holdsFor && <span>holds for: {learning.holdsFor}</span>}
                {learning.checkBy && (
                  <span className={learning.checkBy < today ? 'font-medium text-warn' : undefined}>
                    {learning.checkBy < today ? 'was to be checked by' : 'check by'} {learning.checkBy}
                  </span>
                )}
                <span>
                  {learning.author}, <Time at={learning.at} format="short" now={now} />
                </span>
              </p>
            </li>
          ))}
        </ul>
        {next !== null && (
          <Link className={buttonClass('secondary')} href={paths.learnings(q, next)}>
            Show older ones
          </Link>
        )}
      </div>
    </RoomFrame>
  )
}

function answerOf(learnings: readonly LearningView[], q: string, next: number | null): string {
  const n = `${learnings.length}${next === null ? '' : '+'}`
  if (q === '')
    return learnings.length === 0 ? 'None yet.' : `${n} from rollouts that have ended. Search before you start.`
  return learnings.length === 0
    ? `None mentions “${q}”.`
    : `${n} ${learnings.length === 1 ? 'mentions' : 'mention'} “${q}”.`
}
