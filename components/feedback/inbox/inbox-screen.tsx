'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { lazy, Suspense, useRef, useState } from 'react'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { FaultState } from '@/components/ui/fault-state'
import { Skeleton } from '@/components/ui/skeleton'
import { type Page, savedViewsQuery } from '@/lib/feedback/client/queries'
import { type FeedbackCounts, type FeedbackRow, type TriageAct } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { ItemPane } from '../item/item-pane'
import { FeedbackTabs } from '../parts/feedback-tabs'
import { ActButtons } from './act-buttons'
import { expected, leavesView } from './act-effects'
import { type Asking, type Member } from './asking'
import { FilterBar } from './filter-bar'
import { useInboxKeys } from './inbox-keys'
import { InboxList, type ListHandle } from './inbox-list'
import { ToldBar } from './told-bar'
import { type FeedbackActions, useActs } from './use-acts'
import { useCursor } from './use-cursor'
import { useInboxList } from './use-inbox-list'
import { ViewsBar } from './views-bar'

const ActDialog = lazy(async () => ({ default: (await import('./act-dialog')).ActDialog }))

type Props = {
  initial: { page: Page<FeedbackRow>; counts: FeedbackCounts; query: string }
  members: readonly Member[]
  me: string
  mayTriage: boolean
  now: Instant
  actions: FeedbackActions
}

/** Words sorted fast: a list, the item beside it, and every act on one key. */
export function InboxScreen({ initial, members, me, mayTriage, now, actions }: Props) {
  const router = useRouter()
  const params = new URLSearchParams(useSearchParams())
  const start = params.get('sel')
  params.delete('sel')
  const query = params.toString()
  const view = params.get('view') ?? 'inbox'
  const list = useInboxList(query, view, initial)
  const handle = useRef<ListHandle>(null)
  const filter = useRef<HTMLInputElement>(null)
  const cursor = useCursor(list.rows, handle, start)
  const acts = useActs(actions, list.reload)
  const { data: saved = [] } = useQuery(savedViewsQuery())
  const [asking, ask] = useState<Asking | null>(null)
  const { current, chosen } = cursor

  const show = (next: string) =>
    router.replace(next ? `${paths.feedback()}?${next}` : paths.feedback(), { scroll: false })
  const setParam = (name: string, value: string) => {
    const next = new URLSearchParams(params)
    if (value === '') next.delete(name)
    else next.set(name, value)
    show(next.toString())
  }
  const act = (one: TriageAct) => {
    const rows = chosen()
    ask(null)
    if (!mayTriage || rows.length === 0) return
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
  const askFirst = (what: Asking) => {
    if (mayTriage && current) ask(what)
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
      savedView: (at) => saved[at] && show(saved[at].query),
    },
  )
  return (
    <RoomFrame crumbs={[{ label: 'Feedback' }]}>
      <div className="flex flex-col gap-3">
        <PageHead title="Feedback" answer={answer(list.counts)} />
        <FeedbackTabs here="inbox" />
        <ViewsBar view={view} query={query} counts={list.counts} saved={saved} onChoose={show} />
        <FilterBar params={params} input={filter} onChange={setParam} />
        {list.news > 0 && (
          <div>
            <Button size="small" onClick={list.showNews}>
              {list.news} new
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
          <Empty view={view} filtered={params.size > (params.has('view') ? 1 : 0)} />
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
                <ItemPane
                  key={current.id}
                  id={current.id}
                  now={now}
                  acts={<ActButtons mayTriage={mayTriage} onAct={act} onAsk={askFirst} />}
                  onMerge={mayTriage ? (into) => act({ verb: 'merge', into: into.id as FeedbackRow['id'] }) : null}
                />
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
            onAct={act}
            onReply={acts.reply}
            onClose={() => ask(null)}
          />
        </Suspense>
      )}
    </RoomFrame>
  )
}

function answer({ inbox, rising, notEnriched }: FeedbackCounts): string {
  const waiting = inbox === 0 ? 'Nothing waits for an answer.' : `${plural(inbox, 'item waits', 'items wait')} for you.`
  const grows = rising > 0 ? ` ${plural(rising, 'cluster is', 'clusters are')} rising.` : ''
  const late = notEnriched > 0 ? ` ${plural(notEnriched, 'item is', 'items are')} not enriched yet.` : ''
  return `${waiting}${grows}${late}`
}

function Empty({ view, filtered }: { view: string; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState title="Nobody wrote that">
        No item fits these filters. Fewer words, or another view, may find it.
      </EmptyState>
    )
  }
  if (view === 'inbox') {
    return (
      <EmptyState title="Inbox clear">
        Everyone who wrote has been answered or has an owner. New feedback comes by the API, a CSV file, a signed
        webhook or the widget; Sources says how.
      </EmptyState>
    )
  }
  return <EmptyState title="Nothing here">This view fills by itself.</EmptyState>
}
