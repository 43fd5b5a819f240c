'use client'
import Link from 'next/link'
import { useLiveQuery } from '@/components/live/use-live-query'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Badge } from '@/components/ui/badge'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import { incidentsQuery, incidentTopics } from '@/lib/incidents/client/queries'
import { type IncidentRow } from '@/lib/incidents/core/schema'
import { plural } from '@/lib/kernel/format'
import { lengthOf } from '@/lib/kernel/format-time'
import { elapsedMs, type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { DrillBadge, SeverityBadge } from './severity'
import { useRowKeys } from './use-row-keys'

type Props = { initial: readonly IncidentRow[]; now: Instant }

/** All incidents: the open ones first, then what is over. */
export function IncidentsScreen({ initial, now }: Props) {
  const { data: rows } = useLiveQuery({ ...incidentsQuery(), initialData: [...initial] }, incidentTopics.list())
  const list = useRowKeys()
  const open = rows.filter((row) => row.isOpen).toSorted((a, b) => a.severity.localeCompare(b.severity))
  const over = rows.filter((row) => !row.isOpen)
  return (
    <RoomFrame crumbs={[{ label: 'Incidents' }]}>
      <div ref={list} className="flex flex-col gap-5">
        <PageHead
          title="Incidents"
          answer={answerOf(open)}
          action={
            <Link href={paths.newIncident()} className={buttonClass('primary')}>
              Declare incident
            </Link>
          }
        />
        {rows.length === 0 && (
          <EmptyState title="No incidents">
            One opens by itself when a policy stops a rollout or an alert fires. You can declare one yourself when you
            see something first.
          </EmptyState>
        )}
        <Group title="Open" rows={open} now={now} />
        <Group title="Over" rows={over} now={now} />
      </div>
    </RoomFrame>
  )
}

function answerOf(open: readonly IncidentRow[]): string {
  const [worst] = open
  if (!worst) return 'Nothing is on fire.'
  const unled = open.filter((row) => row.lead === '').length
  return `${plural(open.length, 'incident is', 'incidents are')} open, the worst is ${worst.severity}.${unled > 0 ? ` ${plural(unled, 'has', 'have')} no lead yet.` : ''}`
}

function Group({ title, rows, now }: { title: string; rows: readonly IncidentRow[]; now: Instant }) {
  if (rows.length === 0) return null
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-answer font-bold">
        {title} <span className="num font-normal text-text-3">{rows.length}</span>
      </h2>
      <ul className="card divide-y divide-line overflow-hidden">
        {rows.map((row) => (
          <Row key={row.id} row={row} now={now} />
        ))}
      </ul>
    </section>
  )
}

function Row({ row, now }: { row: IncidentRow; now: Instant }) {
  const lasted = elapsedMs(row.openedAt, row.resolvedAt ?? now)
  return (
    <li
      data-state={row.state}
      className="relative grid gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken/60 md:grid-cols-[minmax(0,5fr)_minmax(0,2fr)_minmax(0,3fr)]"
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          {row.isDrill && <DrillBadge />}
          <SeverityBadge severity={row.severity} />
          <Link
            href={paths.incident(row.name)}
            data-row=""
            className="min-w-0 rounded-chip font-medium after:absolute after:inset-0 focus-visible:outline-offset-4"
          >
            <span className="num font-normal text-text-3">{row.name}</span> {row.title}
          </Link>
        </p>
        {row.impact && <p className="measure mt-1 line-clamp-2 text-dense text-text-2">{row.impact}</p>}
      </div>
      <p className="text-dense">
        <Badge>{row.stateWord}</Badge>{' '}
        <span className="num text-text-2">
          {row.isOpen ? 'for' : 'lasted'} {lengthOf(lasted)}
        </span>
        <br />
        <span className="text-text-3">
          <Time at={row.openedAt} format="short" now={now} />
        </span>
      </p>
      <p className="min-w-0 text-dense text-text-2">
        Lead: {row.lead || 'nobody yet'}
        <br />
        Suspect: {row.suspect || 'none'}
      </p>
    </li>
  )
}
