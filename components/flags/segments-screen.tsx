'use client'
import Link from 'next/link'
import { lazy, Suspense, useState } from 'react'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { type ChangeRequestView } from '@/lib/flags/core/change-request'
import { type SegmentView } from '@/lib/flags/core/schema'
import { conditionSentence } from '@/lib/flags/core/sentences'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { type ChangeDeeds } from './change-requests'
import { type Deed, type LiveRollout, type Rights } from './shared-types'
import { useRefresh } from './use-refresh'

const SegmentDialog = lazy(async () => ({ default: (await import('./segment-dialog')).SegmentDialog }))
const ChangeRequests = lazy(async () => ({ default: (await import('./change-requests')).ChangeRequests }))

type Props = {
  segments: readonly SegmentView[]
  /** Live rollouts whose people a segment decides, by its key. */
  live: Readonly<Record<string, readonly LiveRollout[]>>
  requests: readonly ChangeRequestView[]
  changes: ChangeDeeds
  now: Instant
  rights: Rights
  create: Deed<SegmentView>
  edit: Deed<SegmentView>
  request: Deed<ChangeRequestView>
  remove: Deed<{ key: string }>
}

/** Named groups of people: who is in each, and what names it. */
export function SegmentsScreen({ segments, live, requests, changes, now, rights, ...deeds }: Props) {
  const [open, setOpen] = useState<SegmentView | 'new' | null>(null)
  useRefresh(['flags'])
  const unused = segments.filter(({ usedBy }) => usedBy.length === 0).length
  const answer =
    segments.length === 0
      ? 'No segments yet.'
      : `${segments.length === 1 ? '1 segment' : `${segments.length} segments`}, ${unused === 0 ? 'all in use' : `${unused} not in use`}.`
  return (
    <RoomFrame crumbs={[{ label: 'Flags', href: paths.flags() }, { label: 'Segments' }]}>
      <div className="flex flex-col gap-4">
        <PageHead
          title="Segments"
          answer={answer}
          action={
            <Button look="primary" disabledReason={rights.segment} onClick={() => setOpen('new')}>
              New segment
            </Button>
          }
        />
        <Suspense fallback={null}>
          {requests.length > 0 && (
            <ChangeRequests requests={requests} now={now} reason={rights.approve} deeds={changes} />
          )}
        </Suspense>
        {segments.length === 0 ? (
          <EmptyState title="A segment is a named group of people">
            Say once who “staff” or “beta testers” are, and name the segment in as many rules as you like. Change it
            here, and every flag follows at once.
          </EmptyState>
        ) : (
          <ul className="card divide-y divide-line">
            {segments.map((segment) => (
              <li key={segment.key} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
                <div className="min-w-0 flex-1 basis-72">
                  <h2 className="text-body font-medium">
                    {segment.name} <span className="font-normal text-text-3">{segment.key}</span>
                  </h2>
                  <p className="text-body text-text-2">{conditionSentence(segment.rule)}</p>
                  <p className="text-dense text-text-2">
                    {segment.usedBy.length === 0 ? 'Nothing names it.' : 'Named by '}
                    {segment.usedBy.slice(0, 8).map((user, i) => (
                      <span key={user}>
                        {i > 0 && ', '}
                        {user.startsWith('segment ') ? (
                          user
                        ) : (
                          <Link href={paths.flag(user)} className="text-accent underline underline-offset-2">
                            {user}
                          </Link>
                        )}
                      </span>
                    ))}
                    {segment.usedBy.length > 8 && ` and ${segment.usedBy.length - 8} more`}
                  </p>
                </div>
                <Button size="small" disabledReason={rights.segment} onClick={() => setOpen(segment)}>
                  Edit <span className="sr-only">{segment.name}</span>…
                </Button>
              </li>
            ))}
          </ul>
        )}
        <Suspense fallback={null}>
          {open && (
            <SegmentDialog
              segment={open === 'new' ? null : open}
              segments={segments}
              live={open === 'new' ? [] : (live[open.key] ?? [])}
              now={now}
              close={() => setOpen(null)}
              {...deeds}
            />
          )}
        </Suspense>
      </div>
    </RoomFrame>
  )
}
