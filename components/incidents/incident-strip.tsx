'use client'
import Link from 'next/link'
import { lazy, Suspense, useState } from 'react'
import { useLiveQuery } from '@/components/live/use-live-query'
import { useServerNow } from '@/components/live/clock'
import { buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { PartBoundary } from '@/components/ui/part-boundary'
import { incidentTopics, stripQuery } from '@/lib/incidents/client/queries'
import { type IncidentStrip as Strip } from '@/lib/incidents/core/schema'
import { lengthOf } from '@/lib/kernel/format-time'
import { elapsedMs } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { type IncidentActions } from './use-incident'

/** Most pages have no strip: what stops from it comes with the first one. */
const StopFromStrip = lazy(async () => ({ default: (await import('./stop-from-strip')).StopFromStrip }))

type Props = { initial: Strip | null; actions: IncidentActions }

/** On every page while a SEV1 or SEV2 is open. It can be made small, never put away. */
export function IncidentStrip({ initial, actions }: Props) {
  const { data: strip } = useLiveQuery({ ...stripQuery(), initialData: initial }, incidentTopics.list())
  return strip && <OpenStrip strip={strip} actions={actions} />
}

function OpenStrip({ strip, actions }: { strip: Strip; actions: IncidentActions }) {
  const [small, setSmall] = useState(false)
  const now = useServerNow(strip.now)
  return (
    <aside
      aria-label="Open incident"
      className={cx(
        'flex items-center gap-x-3 gap-y-1 overflow-hidden border-b border-bad bg-bad-soft px-4 text-text md:px-6',
        small ? 'h-6 text-caption' : 'min-h-10 flex-wrap py-1 text-body sm:flex-nowrap',
      )}
    >
      <p className={cx('min-w-0 flex-1 truncate', !small && 'max-sm:basis-full')}>
        {strip.isDrill && <strong>DRILL </strong>}
        <span aria-hidden="true" className="text-bad">
          ■{' '}
        </span>
        <strong>
          {strip.severity} {strip.name}
        </strong>{' '}
        {strip.title} · <span className="num">{lengthOf(elapsedMs(strip.openedAt, now))}</span>
        {!small && strip.suspect && ` · suspect ${strip.suspect}`}
        {strip.more > 0 && ` · ${strip.more} more`}
      </p>
      {!small && (
        <Link href={paths.incident(strip.name)} className={buttonClass('secondary', 'small')}>
          Open {strip.name}
        </Link>
      )}
      {!small && (
        <PartBoundary>
          <Suspense fallback={null}>
            <StopFromStrip strip={strip} actions={actions} />
          </Suspense>
        </PartBoundary>
      )}
      <button
        type="button"
        aria-expanded={!small}
        onClick={() => setSmall(!small)}
        className={cx('rounded-chip px-2 text-dense underline underline-offset-2', !small && 'touchable')}
      >
        {small ? 'Show' : 'Make small'}
      </button>
    </aside>
  )
}
