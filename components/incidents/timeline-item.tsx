'use client'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { type IncidentView, type TimelineRow } from '@/lib/incidents/core/schema'
import { type Folded } from '@/lib/incidents/core/timeline'
import { plural } from '@/lib/kernel/format'
import { type IncidentVerbs } from './use-incident'

type Props = { item: Folded; incident: IncidentView; verbs: IncidentVerbs }

/** One row: when in the viewer's zone and UTC, a shape, who or what, and what was written about it. */
export function TimelineItem({ item: { row, folded }, incident, verbs }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Line row={row} incident={incident} verbs={verbs} />
      {folded.length > 0 && (
        <>
          <Button size="small" look="quiet" className="ml-7" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Fold' : `and ${plural(folded.length, 'more', 'more')} like it`}
          </Button>
          {open && (
            <ul className="ml-4 border-l border-line pl-3">
              {folded.map((each) => (
                <li key={each.id} className="py-1">
                  <Line row={each} incident={incident} verbs={verbs} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </>
  )
}

function Line({ row, incident, verbs }: { row: TimelineRow; incident: IncidentView; verbs: IncidentVerbs }) {
  const [editing, edit] = useState(false)
  const { respond } = incident.may
  const change = (more: object, said: string) =>
    void verbs.send('edit-row', { eventId: row.id, ...more }, said).then((done) => done && edit(false))
  return (
    <article
      className="group grid grid-cols-[1.25rem_1fr] gap-x-2 sm:grid-cols-[1.25rem_13rem_1fr_auto]"
      data-kind={row.kind}
    >
      <span aria-hidden="true" className="text-center leading-5">
        {row.mark}
      </span>
      <span className="num text-dense text-text-2 max-sm:order-last max-sm:col-start-2">
        <Time at={row.occurredAt} format="dated" now={incident.now} />
      </span>
      <div className="min-w-0 text-body">
        <span className="font-medium">{row.title}</span> {row.pinned && <Badge>Pinned</Badge>}{' '}
        {row.isLate && (
          <Badge>
            recorded <Time at={row.recordedAt} />
          </Badge>
        )}{' '}
        {row.isClamped && <Badge>clock was ahead</Badge>}
        {row.titleOriginal && <span className="text-dense text-text-3"> first: “{row.titleOriginal}”</span>}
        {row.body && <p className="measure text-text-2 whitespace-pre-wrap">{row.body}</p>}
        {editing && <EditRow row={row} change={change} pending={verbs.pending === 'edit-row'} />}
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

type EditProps = { row: TimelineRow; change: (more: object, said: string) => void; pending: boolean }

/** A machine's row takes another title; a person's another text. Time and data stay. */
function EditRow({ row, change, pending }: EditProps) {
  const [text, setText] = useState(row.isHuman ? row.body : row.title)
  const name = row.isHuman ? 'body' : 'title'
  return (
    <form
      className="mt-1 flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        change({ [name]: text }, 'Changed')
      }}
    >
      <Field label={row.isHuman ? 'Text' : 'Title (the first one is kept)'}>
        {(described) => (
          <Input
            {...described}
            value={text}
            required
            maxLength={row.isHuman ? 5000 : 200}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" pending={pending}>
        Save
      </Button>
    </form>
  )
}
