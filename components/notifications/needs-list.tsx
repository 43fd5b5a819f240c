'use client'
import { Activity, CircleSlash, Diamond, type LucideIcon, Leaf, Siren, TriangleAlert, TrendingUp } from 'lucide-react'
import Link from 'next/link'
import { useRef } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { cx } from '@/components/ui/cx'
import { Time } from '@/components/ui/time'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { type Need, type NeedKind } from '@/lib/notifications/core/needs'

const MARKS: Readonly<Record<NeedKind, { Icon: LucideIcon; tone: string }>> = {
  incident: { Icon: Siren, tone: 'text-bad' },
  halted: { Icon: TriangleAlert, tone: 'text-bad' },
  gate: { Icon: Activity, tone: 'text-warn' },
  approve: { Icon: Diamond, tone: 'text-accent' },
  listen: { Icon: TrendingUp, tone: 'text-warn' },
  blind: { Icon: CircleSlash, tone: 'text-text' },
  tidy: { Icon: Leaf, tone: 'text-text-2' },
}

function hrefOf({ object }: Need): string {
  switch (object.kind) {
    case 'incident':
      return paths.incident(object.name)
    case 'rollout':
      return paths.rollout(object.name)
    case 'cluster':
      return paths.cluster(object.name)
    case 'flag':
      return paths.flag(object.name)
    case 'segment':
      return paths.segments()
    case 'stale-flags':
      return `${paths.flags()}?view=ready-to-remove`
    default:
      return object satisfies never
  }
}

/** One row: kind, object, one sentence why, age, one way on. */
export function NeedsList({ needs, now, reader }: { needs: readonly Need[]; now: Instant; reader: boolean }) {
  const list = useRef<HTMLOListElement>(null)
  const step = (by: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
    const at = links.findIndex((link) => link === document.activeElement)
    links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
  }
  useHotkeys(
    [
      { key: 'j', label: 'Next row', run: () => step(1) },
      { key: 'k', label: 'Previous row', run: () => step(-1) },
    ],
    'List',
  )
  return (
    <ol ref={list} className="card">
      {needs.map((need) => {
        const { Icon, tone } = MARKS[need.kind]
        return (
          <li
            key={need.kind + need.title}
            data-need={need.kind}
            className="relative flex flex-wrap items-center gap-x-4 gap-y-0.5 border-t border-line px-4 py-3 first:border-t-0 hover:bg-sunken/60"
          >
            <span className={cx('flex w-full shrink-0 items-center gap-2 text-dense font-bold sm:w-28', tone)}>
              <Icon aria-hidden="true" size={16} strokeWidth={2} className="shrink-0" />
              {need.word}
            </span>
            <Link
              href={hrefOf(need)}
              data-row=""
              prefetch={false}
              className="num rounded-chip text-body font-medium after:absolute after:inset-0"
            >
              {need.title}
            </Link>
            <span className="min-w-0 flex-1 basis-72 text-body text-text-2">{need.why}</span>
            <span className="num flex items-center gap-3 text-dense text-text-2">
              {need.at && <Time at={need.at} format="short" now={now} />}
              {!reader && <span className="font-medium text-accent">{need.action}</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
