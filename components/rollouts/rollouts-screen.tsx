'use client'
import { useRef } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { useLiveQuery } from '@/components/live/use-live-query'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { EmptyState } from '@/components/ui/empty-state'
import { rolloutsQuery, rolloutTopics } from '@/lib/rollouts/client/queries'
import { type RolloutRow } from '@/lib/rollouts/core/schema'
import { groupRollouts, listAnswer } from './rollout-groups'
import { RolloutsTable } from './rollouts-table'

/** All rollouts, by what they need. */
export function RolloutsScreen({ initial }: { initial: readonly RolloutRow[] }) {
  const { data: rows } = useLiveQuery({ ...rolloutsQuery(), initialData: [...initial] }, rolloutTopics.list())
  const list = useRef<HTMLDivElement>(null)
  useHotkeys(
    [
      { key: 'j', label: 'Next rollout', run: () => step(list.current, 1) },
      { key: 'k', label: 'Previous rollout', run: () => step(list.current, -1) },
      { key: 'o', label: 'Open the rollout', run: openFocused },
    ],
    'List',
  )
  const groups = groupRollouts(rows)
  return (
    <RoomFrame crumbs={[{ label: 'Rollouts' }]}>
      <div ref={list} className="flex flex-col gap-5">
        <PageHead title="Rollouts" answer={listAnswer(rows)} />
        {groups.length === 0 && (
          <EmptyState title="Nothing is rolling out">
            A rollout moves one flag in stages to more and more people, and stops by itself when they are hurt. Start
            with 1% and a way back.
          </EmptyState>
        )}
        {groups.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h2 className="mb-2 text-answer font-bold">
              {group.title} <span className="num font-normal text-text-3">{group.rows.length}</span>
            </h2>
            <div className="card overflow-hidden py-1 md:pt-3">
              <RolloutsTable rows={group.rows} caption={group.title} />
            </div>
          </section>
        ))}
      </div>
    </RoomFrame>
  )
}

/** Moves focus through the rows of all groups. */
function step(list: HTMLElement | null, by: 1 | -1): void {
  const links = [...(list?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
  const at = links.findIndex((link) => link === document.activeElement)
  links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
}

function openFocused(): void {
  const { activeElement } = document
  if (activeElement instanceof HTMLAnchorElement && activeElement.dataset['row'] !== undefined) activeElement.click()
}
