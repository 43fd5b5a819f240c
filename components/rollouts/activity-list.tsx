'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { type RolloutEventView, type RolloutView } from '@/lib/rollouts/core/schema'

const FIRST = 12

type Props = {
  events: readonly RolloutEventView[]
  now: RolloutView['now']
  /** Everything at once, instead of the newest first. */
  all?: boolean
}

/** Everything that was decided and happened; who and why, newest first. */
export function ActivityList({ events, now, all: whole = false }: Props) {
  const [all, setAll] = useState(whole)
  const newest = events.toReversed()
  const shown = all ? newest : newest.slice(0, FIRST)
  if (newest.length === 0) return <p className="text-body text-text-2">Nothing has happened yet.</p>
  return (
    <>
      <ol className="flex flex-col divide-y divide-line">
        {shown.map((event) => (
          <li
            key={event.id}
            className="grid grid-cols-[1.25rem_1fr] gap-x-2 py-2 text-body sm:grid-cols-[1.25rem_17rem_1fr]"
          >
            <span aria-hidden="true" className="text-center leading-5">
              {glyphOf(event)}
            </span>
            <span className="num text-dense text-text-2 max-sm:order-last max-sm:col-start-2">
              <Time at={event.at} format="dated" now={now} />
            </span>
            <span className="min-w-0">
              {event.title}
              {event.note && <span className="text-text-2"> · “{event.note}”</span>}
            </span>
          </li>
        ))}
      </ol>
      {newest.length > FIRST && !all && (
        <Button look="quiet" size="small" className="mt-2" onClick={() => setAll(true)}>
          Show all {newest.length}
        </Button>
      )}
    </>
  )
}

function glyphOf({ kind, by }: RolloutEventView): string {
  if (kind === 'comment' || kind === 'note') return '✎'
  if (kind.startsWith('deploy.')) return '↑'
  if (by?.kind === 'policy') return '◇'
  return by?.kind === 'person' || by?.kind === 'service' ? '◆' : '·'
}
