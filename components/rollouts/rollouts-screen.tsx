'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { lazy, Suspense, useRef, useState } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { useLive } from '@/components/live/use-live'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { useRoom } from '@/components/shell/viewer'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/kernel/paths'
import { openRolloutsQuery, rolloutKeys, rolloutTopics } from '@/lib/rollouts/client/queries'
import { isListed, parseList } from '@/lib/rollouts/core/list-query'
import { type DraftView, type RolloutRow } from '@/lib/rollouts/core/schema'
import { type BulkActions } from './bulk-bar'
import { DraftsList } from './drafts-list'
import { EndedRollouts } from './ended-rollouts'
import { ListFilter } from './list-filter'
import { groupRollouts, listAnswer, longestWait } from './rollout-groups'
import { RolloutsTable } from './rollouts-table'
import { useListQuery } from './use-list-query'

const BulkBar = lazy(async () => ({ default: (await import('./bulk-bar')).BulkBar }))
const RolloutPeek = lazy(async () => ({ default: (await import('./rollout-peek')).RolloutPeek }))

type Props = {
  initial: readonly RolloutRow[]
  ended: { q: string; rows: readonly RolloutRow[]; next: string | null }
  drafts: readonly DraftView[]
  bulk: BulkActions
}

/** All rollouts, by what they need; those that are over come a page at a time. */
export function RolloutsScreen({ initial, ended, drafts, bulk }: Props) {
  const client = useQueryClient()
  const { viewer } = useRoom()
  const { q, setQ, peeked, peek } = useListQuery()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  // What a verb said stays after nothing is selected any more.
  const [hasSelected, setHasSelected] = useState(false)
  const { data: rows } = useQuery({ ...openRolloutsQuery(), initialData: [...initial] })
  useLive(rolloutTopics.list(), () => void client.invalidateQueries({ queryKey: rolloutKeys.list() }))
  const list = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLInputElement>(null)
  const choose = (ids: readonly (string | undefined)[], isOver: boolean) => {
    const known = ids.filter((id) => id !== undefined && rows.some((row) => row.id === id)) as string[] // those that are there
    if (known.length === 0) return
    setHasSelected(true)
    setSelected((before) => {
      const after = new Set(before)
      for (const id of known) if (!isOver || !after.delete(id)) after.add(id)
      return after
    })
  }
  const select = (id: string | undefined) => choose([id], true)
  const go = (by: 1 | -1, extend = false) => {
    const from = focusedRow()
    const to = step(list.current, by)
    if (extend) choose([from, to], false)
    if (peeked !== null && rows.some(({ id }) => id === to)) peek(to ?? null)
  }
  useHotkeys(
    [
      { key: 'j', label: 'Next rollout', run: () => go(1) },
      { key: 'k', label: 'Previous rollout', run: () => go(-1) },
      { key: '⇧j', label: 'Select and go on', run: () => go(1, true) },
      { key: '⇧k', label: 'Select and go back', run: () => go(-1, true) },
      { key: 'x', label: 'Select the rollout', run: () => select(focusedRow()) },
      { key: 'o', label: 'Open the rollout', run: openFocused },
      { key: 'f', label: 'Filter', run: () => box.current?.focus() },
    ],
    'List',
  )
  const query = parseList(q)
  const shown = rows.filter((row) => isListed(row, query, viewer.name))
  const groups = groupRollouts(shown)
  const wait = longestWait(shown)
  const looked = rows.find(({ id }) => id === peeked)
  const selecting = { selected, select, peek }
  const isBare = rows.length === 0 && ended.rows.length === 0
  return (
    <RoomFrame crumbs={[{ label: 'Rollouts' }]}>
      <div ref={list} className="flex flex-col gap-5">
        <PageHead
          title="Rollouts"
          answer={listAnswer(rows)}
          action={
            <Link className={buttonClass('primary')} href={paths.newRollout()}>
              New rollout
            </Link>
          }
        />
        {!isBare && <ListFilter q={q} setQ={setQ} box={box} />}
        <Suspense fallback={null}>
          {hasSelected && (
            <BulkBar
              chosen={rows.filter(({ id }) => selected.has(id))}
              clear={() => setSelected(new Set())}
              actions={bulk}
            />
          )}
        </Suspense>
        {isBare && (
          <EmptyState title="Nothing is rolling out">
            A rollout moves one flag in stages to more and more people, and stops by itself when they are hurt. Start
            with 1% and a way back.
          </EmptyState>
        )}
        {!isBare && groups.length === 0 && q.trim() !== '' && (
          <p className="text-body text-text-2">Nothing under way matches “{q.trim()}”.</p>
        )}
        {q.trim() === '' && <DraftsList drafts={drafts} />}
        <div
          className="group/list grid items-start gap-4 lg:data-peek:grid-cols-[1fr_420px]"
          data-peek={looked ? '' : undefined}
        >
          <div className="flex min-w-0 flex-col gap-5">
            {groups.map((group) => (
              <section key={group.title} aria-label={group.title}>
                <header className="mb-2 flex flex-wrap items-baseline gap-x-4">
                  <h2 className="text-answer font-bold">
                    {group.title} <span className="num font-normal text-text-3">{group.rows.length}</span>
                  </h2>
                  {wait && group.rows.includes(wait) && wait.awaitingSince && (
                    <p className="text-dense text-text-2">
                      {wait.name} has waited longest for approval, since <Time at={wait.awaitingSince} format="short" />
                    </p>
                  )}
                </header>
                <div className="card overflow-hidden py-1 md:pt-3">
                  <RolloutsTable rows={group.rows} caption={group.title} selecting={selecting} />
                </div>
              </section>
            ))}
            <EndedRollouts q={q} first={ended} />
          </div>
          <Suspense fallback={null}>
            {looked && <RolloutPeek row={looked} close={() => closePeek(list.current, looked.id, peek)} />}
          </Suspense>
        </div>
      </div>
    </RoomFrame>
  )
}

/** Moves focus through the rows of all groups. @returns the row that has it now */
function step(list: HTMLElement | null, by: 1 | -1): string | undefined {
  const links = [...(list?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
  const at = links.findIndex((link) => link === document.activeElement)
  const next = links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]
  next?.focus()
  return next?.dataset['row']
}

const focusedRow = (): string | undefined => {
  const { activeElement } = document
  return activeElement instanceof HTMLElement ? activeElement.dataset['row'] : undefined
}

function closePeek(list: HTMLElement | null, id: string, peek: (id: string | null) => void): void {
  peek(null)
  list?.querySelector<HTMLAnchorElement>(`a[data-row="${CSS.escape(id)}"]`)?.focus()
}

function openFocused(): void {
  const { activeElement } = document
  if (activeElement instanceof HTMLAnchorElement && activeElement.dataset['row'] !== undefined) activeElement.click()
}
