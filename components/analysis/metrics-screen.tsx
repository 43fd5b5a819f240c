'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { useRefresh } from '@/components/flags/use-refresh'
import { useHotkeys } from '@/components/live/hotkeys'
import { PageHead } from '@/components/shell/page-head'
import { useCommands } from '@/components/shell/palette/commands'
import { RoomFrame } from '@/components/shell/room-frame'
import { Button, buttonClass } from '@/components/ui/button'
import { Input } from '@/components/ui/field'
import { paths } from '@/lib/kernel/paths'
import { plural } from '@/lib/kernel/format'
import { type MetricRow, MetricList } from './metric-list'
import { StarterGallery } from './starter-gallery'

type Props = {
  rows: readonly MetricRow[]
  /** Names of events that arrived lately. */
  heard: readonly string[]
  /** Why the viewer may not write metrics; null: they may. */
  why: string | null
}

/** Every metric: what it counts, which way is good, what it protects, who uses it. */
export function MetricsScreen({ rows, heard, why }: Props) {
  const router = useRouter()
  const list = useRef<HTMLUListElement>(null)
  const [q, setQ] = useState('')
  useRefresh(['metrics'])
  const present = rows.filter(({ archived }) => !archived)
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ name, key, owner, sentence }: MetricRow) =>
    words.every((word) => `${name} ${key} ${owner} ${sentence}`.toLowerCase().includes(word))
  const shown = rows.filter(fits).toSorted((a, b) => Number(a.archived) - Number(b.archived))
  const step = (by: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
    const from = links.findIndex((link) => link === document.activeElement)
    links[from === -1 ? 0 : Math.max(0, Math.min(links.length - 1, from + by))]?.focus()
  }
  useHotkeys(
    [
      { key: 'j', label: 'Next metric', run: () => step(1) },
      { key: 'k', label: 'Previous metric', run: () => step(-1) },
      {
        key: 'o',
        label: 'Open the metric',
        run: () => {
          const { activeElement } = document
          const key = activeElement instanceof HTMLElement ? activeElement.dataset['row'] : undefined
          if (key) router.push(paths.metric(key))
        },
      },
      { key: 'f', label: 'Filter', run: () => document.getElementById('metric-filter')?.focus() },
    ],
    'List',
  )
  useCommands([{ label: 'New metric', disabledReason: why, run: () => router.push(paths.newMetric()) }])
  return (
    <RoomFrame crumbs={[{ label: 'Metrics' }]}>
      <div className="flex flex-col gap-5">
        <PageHead
          title="Metrics"
          answer={answerOf(present)}
          action={
            why ? (
              <Button look="primary" disabledReason={why}>
                New metric
              </Button>
            ) : (
              <Link href={paths.newMetric()} className={buttonClass('primary')}>
                New metric
              </Link>
            )
          }
        />
        {rows.length > 0 && (
          <div className="flex flex-wrap items-center gap-3">
            <Input
              id="metric-filter"
              type="search"
              aria-label="Filter metrics"
              placeholder="Filter: name, event, owner"
              className="min-w-0 flex-1 basis-56 sm:max-w-96"
              value={q}
              onChange={(event) => setQ(event.target.value)}
            />
            <output aria-live="polite" className="num text-dense text-text-2">
              {plural(shown.length, 'metric', 'metrics')}
            </output>
          </div>
        )}
        {rows.length > 0 &&
          (shown.length > 0 ? (
            <MetricList rows={shown} ref={list} />
          ) : (
            <p className="card px-4 py-8 text-body text-text-2">No metric fits this filter.</p>
          ))}
        <StarterGallery taken={rows.map(({ key }) => key)} heard={heard} why={why} isAlone={rows.length === 0} />
      </div>
    </RoomFrame>
  )
}

function answerOf(rows: readonly MetricRow[]): string {
  if (rows.length === 0) return 'None yet. Begin with one of those below: a rollout needs at least one to guard it.'
  const unlimited = rows.filter(({ limited }) => !limited).length
  const used = rows.filter(({ live }) => live > 0).length
  const limits = unlimited === 0 ? 'All have a harm limit' : `${unlimited} without a harm limit`
  return `${plural(rows.length, 'metric', 'metrics')}. ${used === 0 ? 'None' : used} in use by running rollouts. ${limits}.`
}
