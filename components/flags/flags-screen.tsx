'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { useRoom } from '@/components/shell/viewer'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { filterRows, type FlagRow, isInView, VIEWS } from '@/lib/flags/core/flag-row'
import { type ChangedFlags, type NamingView } from '@/lib/flags/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { FlagsTable } from './flags-table'
import { ListControls } from './list-controls'
import { useListState } from './list-state'
import { type Deed, type LiveRollout, type Rights } from './shared-types'
import { useRefresh } from './use-refresh'
import { listAnswer } from './words'

const BulkBar = lazy(async () => ({ default: (await import('./bulk-bar')).BulkBar }))
const FlagPeek = lazy(async () => ({ default: (await import('./flag-peek')).FlagPeek }))
const NamingDialog = lazy(async () => ({ default: (await import('./naming-dialog')).NamingDialog }))

export type FlagsScreenProps = {
  rows: readonly FlagRow[]
  environments: readonly { key: string; name: string }[]
  rollouts: readonly LiveRollout[]
  naming: NamingView
  /** What has a change that waits for approval. */
  waiting: readonly { name: string; href: string }[]
  rights: Rights
  now: Instant
  changeFlags: Deed<ChangedFlags>
  editNaming: Deed<NamingView>
}

/** Every flag: what it serves where, who answers for it, and whether it can go. */
export function FlagsScreen(props: FlagsScreenProps) {
  const { rows, environments, rollouts, naming, waiting, rights, now, ...deeds } = props
  const { viewer } = useRoom()
  const router = useRouter()
  const state = useListState()
  const q = useDeferredValue(state.q)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  // What a change said stays after nothing is selected any more.
  const [hasSelected, setHasSelected] = useState(false)
  const [at, setAt] = useState(-1)
  const [isNaming, setNaming] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  useRefresh(['flags', 'rollouts'])
  const byId = useMemo(() => new Map(rollouts.map((each) => [each.id, each])), [rollouts])
  const shown = useMemo(
    () => filterRows(rows, q, viewer.name).filter((row) => isInView(row, state.view, viewer.name)),
    [rows, q, viewer.name, state.view],
  )
  const select = useCallback((key: string) => {
    setHasSelected(true)
    setSelected((before) => {
      const after = new Set(before)
      if (!after.delete(key)) after.add(key)
      return after
    })
  }, [])
  const { peek } = state
  const onPeek = useCallback((key: string) => peek(key), [peek])
  const focusedAt = () => shown.findIndex(({ key }) => key === focusedKey())
  const step = (by: 1 | -1, extend = false) => {
    const from = focusedAt()
    const to = from === -1 ? 0 : Math.max(0, Math.min(shown.length - 1, from + by))
    const [old, next] = [shown[from], shown[to]]
    if (!next) return
    if (extend) setHasSelected(true)
    if (extend) setSelected((before) => new Set([...before, ...(old ? [old.key] : []), next.key]))
    setAt(to)
    focusRow(list.current, next.key)
    if (state.peeked !== null) peek(next.key)
  }
  useHotkeys(
    [
      { key: 'j', label: 'Next flag', run: () => step(1) },
      { key: 'k', label: 'Previous flag', run: () => step(-1) },
      { key: '⇧j', label: 'Select and go on', run: () => step(1, true) },
      { key: '⇧k', label: 'Select and go back', run: () => step(-1, true) },
      {
        key: 'o',
        label: 'Open the flag',
        run: () => {
          const key = focusedKey()
          if (key) router.push(paths.flag(key))
        },
      },
      {
        key: 'x',
        label: 'Select the flag',
        run: () => {
          const key = focusedKey()
          if (key) select(key)
        },
      },
      { key: 'f', label: 'Filter', run: () => document.getElementById('flag-filter')?.focus() },
      ...VIEWS.map((view, i) => ({ key: String(i + 1), label: `View ${i + 1}`, run: () => state.setView(view) })),
    ],
    'List',
  )
  const peeked = rows.find(({ key }) => key === state.peeked)
  const chosen = rows.filter(({ key }) => selected.has(key))
  return (
    <RoomFrame crumbs={[{ label: 'Flags' }]}>
      <div className="flex flex-col gap-4">
        <PageHead
          title="Flags"
          answer={listAnswer(rows)}
          action={
            <Link href={paths.newFlag()} className={buttonClass('primary')}>
              New flag
            </Link>
          }
        />
        {waiting.length > 0 && (
          <p className="text-body">
            Waiting for approval:{' '}
            {waiting.slice(0, 8).map(({ name, href }, i) => (
              <span key={href}>
                {i > 0 && ', '}
                <Link href={href} className="text-accent underline underline-offset-2">
                  {name}
                </Link>
              </span>
            ))}
            {waiting.length > 8 && ` and ${waiting.length - 8} more`}
          </p>
        )}
        <ListControls rows={rows} state={state} count={shown.length} onNaming={() => setNaming(true)} />
        <Suspense fallback={null}>
          {hasSelected && (
            <BulkBar
              chosen={chosen}
              clear={() => setSelected(new Set())}
              rights={rights}
              now={now}
              change={deeds.changeFlags}
            />
          )}
        </Suspense>
        <div
          className="group/list grid items-start gap-4 lg:data-peek:grid-cols-[1fr_420px]"
          data-peek={peeked ? '' : undefined}
        >
          <div ref={list} className="card min-w-0 overflow-clip py-1 md:pt-3">
            {shown.length > 0 ? (
              <FlagsTable
                rows={shown}
                environments={environments}
                rollouts={byId}
                now={now}
                at={at}
                selected={selected}
                onSelect={select}
                onPeek={onPeek}
              />
            ) : (
              <Nothing all={rows.length} />
            )}
          </div>
          <Suspense fallback={null}>
            {peeked && (
              <FlagPeek
                row={peeked}
                environments={environments}
                rollouts={byId}
                now={now}
                close={() => closePeek(list.current, peeked.key, peek)}
              />
            )}
          </Suspense>
        </div>
        <Suspense fallback={null}>
          {isNaming && (
            <NamingDialog
              naming={naming}
              reason={rights.configure}
              edit={deeds.editNaming}
              close={() => setNaming(false)}
            />
          )}
        </Suspense>
      </div>
    </RoomFrame>
  )
}

const Nothing = ({ all }: { all: number }) =>
  all === 0 ? (
    <EmptyState
      title="No flags yet"
      action={
        <Link href={paths.newFlag()} className={buttonClass('secondary')}>
          New flag
        </Link>
      }
    >
      A flag is a switch in code with an owner, a purpose and an end date. Create one, paste 3 lines into your app, see
      your own request arrive here.
    </EmptyState>
  ) : (
    <p className="px-4 py-8 text-body text-text-2">No flag fits this view and filter.</p>
  )

const focusedKey = (): string | undefined => {
  const { activeElement } = document
  return activeElement instanceof HTMLElement ? activeElement.dataset['row'] : undefined
}

const linkOf = (list: HTMLElement | null, key: string) =>
  list?.querySelector<HTMLAnchorElement>(`a[data-row="${CSS.escape(key)}"]`)

/** A row that is out of the window is drawn a frame after it was scrolled to. */
function focusRow(list: HTMLElement | null, key: string, tries = 3): void {
  const link = linkOf(list, key)
  if (link) link.focus()
  else if (tries > 0) requestAnimationFrame(() => focusRow(list, key, tries - 1))
}

function closePeek(list: HTMLElement | null, key: string, peek: (key: string | null) => void): void {
  peek(null)
  linkOf(list, key)?.focus()
}
