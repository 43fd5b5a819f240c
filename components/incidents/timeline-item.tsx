'use client'
import { lazy, Suspense, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { PartBoundary } from '@/components/ui/part-boundary'
import { Time } from '@/components/ui/time'
import { type IncidentView, type TimelineRow } from '@/lib/incidents/core/schema'
import { type Folded } from '@/lib/incidents/core/timeline'
import { plural } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { NotLoaded } from './not-loaded'
import { type IncidentVerbs, type RowChange } from './use-incident'

const EditRow = lazy(async () => ({ default: (await import('./edit-row')).EditRow }))

type Props = { item: Folded; incident: IncidentView; verbs: IncidentVerbs; linked: string | null }

/** One row: when in the viewer's zone and UTC, a shape, who or what, and what was written about it. */
export function TimelineItem({ item: { row, folded }, incident, verbs, linked }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Line row={row} incident={incident} verbs={verbs} linked={linked} />
      {folded.length > 0 && (
        <>
          <Button size="small" look="quiet" className="ml-7" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Fold' : `and ${plural(folded.length, 'more', 'more')} like it`}
          </Button>
          {open && (
            <ul className="ml-4 border-l border-line pl-3">
              {folded.map((each) => (
                <li key={each.id} className="py-1">
                  <Line row={each} incident={incident} verbs={verbs} linked={linked} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </>
  )
}

function Line({ row, incident, verbs, linked }: Omit<Props, 'item'> & { row: TimelineRow }) {
  const [editing, edit] = useState(false)
  const { respond } = incident.may
  const change = (more: RowChange, said: string) => void verbs.edit(row, more, said).then((done) => done && edit(false))
  return (
    <article
      className="group grid grid-cols-[1.25rem_1fr] gap-x-2 sm:grid-cols-[1.25rem_13rem_1fr_auto]"
      data-kind={row.kind}
    >
      <span aria-hidden="true" className="text-center leading-5">
        {row.mark}
      </span>
      <span className="num text-dense text-text-2 max-sm:order-last max-sm:col-start-2">
        <a href={paths.incidentRow(incident.name, row.id)} className="rounded-chip hover:underline">
          <Time at={row.occurredAt} format="dated" now={incident.now} />
        </a>
      </span>
      <div className="min-w-0 text-body">
        <span className="font-medium">{row.title}</span> {row.id === linked && <Badge>Linked</Badge>}{' '}
        {row.pinned && <Badge>Pinned</Badge>}{' '}
        {row.isLate && (
          <Badge>
            recorded <Time at={row.recordedAt} />
          </Badge>
        )}{' '}
        {row.isClamped && <Badge>clock was ahead</Badge>}
        {row.titleOriginal && <span className="text-dense text-text-3"> first: “{row.titleOriginal}”</span>}
        {row.body && <p className="measure text-text-2 whitespace-pre-wrap">{row.body}</p>}
        {editing && (
          <PartBoundary instead={<NotLoaded />}>
            <Suspense fallback={null}>
              <EditRow row={row} change={change} pending={verbs.pending === 'edit-row'} />
            </Suspense>
          </PartBoundary>
        )}
      </div>
      {respond.enabled && (
        <span className="flex flex-wrap content-start gap-1 max-sm:order-last max-sm:col-start-2">
          <Button
            size="small"
            look="quiet"
            onClick={() => change({ pinned: !row.pinned }, row.pinned ? 'Unpinned' : 'Pinned')}
          >
            {row.pinned ? 'Unpin' : 'Pin'}
          </Button>
          <Button size="small" look="quiet" aria-expanded={editing} onClick={() => edit(!editing)}>
            Edit
          </Button>
          {row.isHuman && (
            <Button size="small" look="quiet" onClick={() => change({ withdraw: true }, 'Withdrawn')}>
              Withdraw
            </Button>
          )}
        </span>
      )}
    </article>
  )
}
