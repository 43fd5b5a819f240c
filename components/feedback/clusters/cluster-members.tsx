'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useRef, useState } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { feedbackListQuery } from '@/lib/feedback/client/queries'
import { type ClusterView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { type ListHandle } from '../inbox/inbox-list'
import { useCursor } from '../inbox/use-cursor'
import { type MemberAct } from './cluster-words'
import { MemberRow } from './member-row'

const MoveDialog = lazy(async () => ({ default: (await import('./move-dialog')).MoveDialog }))

type Props = {
  cluster: ClusterView
  reason: string | null
  pending: boolean
  now: Instant
  onSend: (act: MemberAct, ids: readonly string[], into?: { id: string; name: string }) => Promise<boolean>
  onOpen: (name: string) => void
}

const ACTS = [
  ['same', 'Keep here'],
  ['split', 'Split off'],
  ['not-same', 'Take out'],
  ['unpin', 'Let machines decide'],
] as const

/** Who is in it, and a person's word on each: it stays, leaves for a cluster of its own, or never belongs here. */
export function ClusterMembers({ cluster, reason, pending, now, onSend, onOpen }: Props) {
  const list = useInfiniteQuery(feedbackListQuery(`q=${encodeURIComponent(`cluster:${cluster.name}`)}&view=all`))
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? []
  const handle = useRef<ListHandle>(null)
  const cursor = useCursor(rows, handle, null)
  const { selected } = cursor
  const [moving, setMoving] = useState(false)
  const chosen = rows.filter(({ id }) => selected.has(id))
  const send = async (act: MemberAct, into?: { id: string; name: string }) => {
    setMoving(false)
    const ids = chosen.map(({ id }) => id)
    if (ids.length > 0 && (await onSend(act, ids, into))) cursor.clear()
  }
  useHotkeys(
    [
      { key: 'j', label: 'Next item', run: () => cursor.step(1, false) },
      { key: 'k', label: 'Previous item', run: () => cursor.step(-1, false) },
      { key: 'x', label: 'Select the item', run: () => cursor.current && cursor.toggle(cursor.current.id) },
      { key: 'o', label: 'Open the item', run: () => cursor.current && onOpen(cursor.current.name) },
    ],
    'List',
  )
  if (list.isError) {
    return (
      <p className="text-text-2">
        Its items could not be read.{' '}
        <Button size="small" onClick={() => void list.refetch()}>
          Try again
        </Button>
      </p>
    )
  }
  if (list.isPending) return <Skeleton className="h-40" />
  const none = selected.size === 0 ? 'Select items first: tick them, or press x on one.' : null
  const why = (act: MemberAct): string | null => {
    if (reason ?? none) return reason ?? none
    if (act === 'unpin' && !chosen.some((row) => row.cluster?.pinned)) return 'Nobody put these here by hand.'
    if (act === 'split' && chosen.length === cluster.items) return 'That would be all of it. Leave one here.'
    return null
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <span className="num mr-2 text-dense text-text-2">
          {selected.size > 0 ? `${plural(selected.size, 'item', 'items')} selected` : 'None selected'}
        </span>
        {ACTS.map(([act, label]) => (
          <Button key={act} size="small" disabledReason={why(act)} pending={pending} onClick={() => void send(act)}>
            {label}
          </Button>
        ))}
        <Button size="small" disabledReason={why('move')} pending={pending} onClick={() => setMoving(true)}>
          Move to…
        </Button>
      </div>
      <ul aria-label="Items of this cluster">
        {rows.map((row) => (
          <MemberRow
            key={row.id}
            row={row}
            current={row.id === cursor.current?.id}
            selected={selected.has(row.id)}
            now={now}
            onSelect={cursor.toggle}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <div>
          <Button size="small" pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
      <Suspense fallback={null}>
        {moving && (
          <MoveDialog
            items={chosen.length}
            except={cluster.id}
            onPick={(into) => void send('move', into)}
            onClose={() => setMoving(false)}
          />
        )}
      </Suspense>
    </>
  )
}
