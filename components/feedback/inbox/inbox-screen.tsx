'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { FaultState } from '@/components/ui/fault-state'
import { Skeleton } from '@/components/ui/skeleton'
import { feedbackItemQuery, type Page, savedViewsQuery } from '@/lib/feedback/client/queries'
import { type FeedbackCounts, type FeedbackRow, type SavedView, type TriageAct } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { usePresence, usePresent } from '../item/use-presence'
import { FeedbackTabs } from '../parts/feedback-tabs'
import { type Rights } from '../parts/rights'
import { comingUp, expected, leavesView } from './act-effects'
import { type Asking, type Member } from './asking'
import { FilterBar } from './filter-bar'
import { useInboxKeys } from './inbox-keys'
import { InboxList, type ListHandle } from './inbox-list'
import { EmptyInbox, inboxAnswer } from './inbox-words'
import { ToldBar } from './told-bar'
import { type FeedbackActions, useActs } from './use-acts'
import { useCursor } from './use-cursor'
import { useInboxList } from './use-inbox-list'
import { readViewAddress, withFilter } from './view-address'
import { ViewMenu, type ViewActions } from './view-menu'
import { ViewsBar } from './views-bar'

/** Beside the list, never before it: the list is there without the script of the pane. */
const ItemPane = lazy(async () => ({ default: (await import('../item/item-pane')).ItemPane }))
const ActDialog = lazy(async () => ({ default: (await import('./act-dialog')).ActDialog }))

type Props = {
  initial: { page: Page<FeedbackRow>; counts: FeedbackCounts; query: string; saved: SavedView[]; start: string }
  members: readonly Member[]
  me: string
  rights: Rights
  now: Instant
  actions: FeedbackActions & ViewActions
}

/** Words sorted fast: a list, the item beside it, and every act on one key. */
export function InboxScreen({ initial, members, me, rights, now, actions }: Props) {
  const router = useRouter()
  const params = new URLSearchParams(useSearchParams())
  const start = params.get('sel')
  const { data: saved } = useQuery({ ...savedViewsQuery(), initialData: initial.saved })
  const address = readViewAddress(params, saved)
  const { asked } = address
  const query = asked.toString()
  const view = asked.get('view') ?? 'inbox'
  const list = useInboxList(query, view, initial)
  const handle = useRef<ListHandle>(null)
  const filter = useRef<HTMLInputElement>(null)
  const cursor = useCursor(list.rows, handle, start)
  const acts = useActs(actions, list.reload)
  const [asking, ask] = useState<Asking | null>(null)
  const { current, chosen } = cursor
  const presence = usePresence(current?.id ?? null, actions.presence)
  const client = useQueryClient()
  const next = comingUp(
    list.rows.map(({ id }) => id),
    current?.id ?? null,
  ).join(' ')
  useEffect(() => {
    // The next items are there before their key is pressed, the second too: a key may be pressed twice in one answer.
    for (const id of next.split(' ').filter(Boolean))
      void client.prefetchQuery({ ...feedbackItemQuery(id), staleTime: 10_000 })
  }, [client, next])
  const present = usePresent()

  const show = (next: string) => router.replace(`${paths.feedback()}?${next}`, { scroll: false })
  const setParam = (name: string, value: string) => show(withFilter(params, address, name, value))
  const act = (one: TriageAct) => {
    const rows = chosen()
    ask(null)
    if (rights.triage !== null || rows.length === 0) return
    const ids = new Set(rows.map(({ id }) => id))
    if (leavesView(one, view)) {
      cursor.moveOn(ids)
      list.leave(ids)
    } else {
      list.edit(
        ids,
        expected(one, (id) => members.find((member) => member.id === id)?.name ?? id),
      )
      cursor.moveOn(new Set())
    }
    void acts.send(one, rows)
  }
  /** An act on one item that stands in the pane, whatever is selected. */
  const actOn = (row: Pick<FeedbackRow, 'id' | 'name'>, one: TriageAct) => {
    if (rights.triage !== null) return
    if (row.id === current?.id && leavesView(one, view)) {
      const ids = new Set([row.id])
      cursor.moveOn(ids)
      list.leave(ids)
    }
    void acts.send(one, [row]).then(list.reload)
  }
  const askFirst = (what: Asking) => {
    if (current && (what === 'reply' ? rights.reply : rights.triage) === null) ask(what)
  }
  const open = (id: string) => {
    // On narrow screens the item has a page of its own.
    const row = list.rows.find((each) => each.id === id)
    if (row && matchMedia('(max-width: 899px)').matches) router.push(paths.feedbackItem(row.name))
    else cursor.focus(id)
  }
  useInboxKeys(
    {
      current,
      me,
      undo: () => void acts.undo(),
      nextAlike: () => {
        const from = list.rows.findIndex(({ id }) => id === current?.id)
        const alike = list.rows.slice(from + 1).find(({ cluster }) => cluster && cluster.id === current?.cluster?.id)
        if (alike) cursor.focus(alike.id)
      },
      act,
      ask: askFirst,
    },
    {
      step: cursor.step,
      open: () => current && router.push(paths.feedbackItem(current.name)),
      select: () => current && cursor.toggle(current.id),
      filter: () => filter.current?.focus(),
      savedViews: saved.length,
      savedView: (at) => saved[at] && show(`view=${saved[at].id}`),
    },
  )
  return (
    <RoomFrame crumbs={[{ label: 'Feedback' }]}>
      <div className="flex flex-col gap-3">
        <PageHead title="Feedback" answer={inboxAnswer(list.counts)} />
        <FeedbackTabs here="inbox" />
        <ViewsBar
          address={address}
          counts={list.counts}
          saved={saved}
          onChoose={show}
          menu={
            <ViewMenu
              address={address}
              startsWith={initial.start}
              reason={rights.triage}
              actions={actions}
              onChoose={show}
            />
          }
        />
        {address.gone && (
          <Banner tone="warn">That view was deleted, or nobody shares it with you. This is the inbox.</Banner>
        )}
        <FilterBar params={asked} input={filter} onChange={setParam} />
        {list.news > 0 && (
          <div>
            <Button size="small" onClick={list.showNews}>
              {`${list.news} new`}
            </Button>
          </div>
        )}
        {list.fault ? (
          <FaultState
            what="The inbox could not be read."
            still="Feedback is taken in as before; nothing is lost."
            id={null}
            onRetry={list.retry}
          />
        ) : list.isLoading ? (
          <Skeleton className="h-96" />
        ) : list.rows.length === 0 ? (
          <EmptyInbox view={view} filtered={asked.size > (asked.has('view') ? 1 : 0)} />
        ) : (
          <div className="grid items-start gap-4 min-[900px]:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
            <div className="min-w-0">
              <p className="num pb-1 text-dense text-text-2">
                {cursor.selected.size > 0
                  ? `${plural(cursor.selected.size, 'item', 'items')} selected`
                  : `${plural(list.rows.length, 'item', 'items')}${list.hasMore ? ' so far' : ''}`}
              </p>
              <InboxList
                rows={list.rows}
                current={current?.id ?? null}
                selected={cursor.selected}
                present={present}
                now={now}
                label="Feedback"
                handle={handle}
                onOpen={open}
                onSelect={cursor.toggle}
                onNearEnd={list.more}
              />
            </div>
            {current && (
              <div className="card min-w-0 p-4 max-[899px]:hidden min-[900px]:max-h-[calc(100dvh-16rem)] min-[900px]:overflow-y-auto sm:p-5">
                <Suspense fallback={<Skeleton className="h-96" />}>
                  <ItemPane
                    key={current.id}
                    id={current.id}
                    now={now}
                    onAct={act}
                    onAsk={askFirst}
                    actOn={actOn}
                    rights={rights}
                    presence={presence}
                    actions={actions}
                  />
                </Suspense>
              </div>
            )}
          </div>
        )}
      </div>
      <ToldBar told={acts.told} onUndo={() => void acts.undo()} onClose={acts.dismiss} />
      {asking && (
        <Suspense fallback={null}>
          <ActDialog
            asking={asking}
            rows={chosen()}
            members={members}
            me={me}
            presence={presence}
            onAct={act}
            onReply={acts.reply}
            onClose={() => ask(null)}
          />
        </Suspense>
      )}
    </RoomFrame>
  )
}
