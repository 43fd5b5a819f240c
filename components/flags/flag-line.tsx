'use client'
import { TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { memo } from 'react'
import { cx } from '@/components/ui/cx'
import { type FlagRow, isOwnerless } from '@/lib/flags/core/flag-row'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { LifecycleWord } from './lifecycle-word'
import { ServingCell } from './serving-cell'
import { type LiveRollout } from './shared-types'
import { KIND_WORDS, seenWords } from './words'

type Props = {
  row: FlagRow
  index: number
  isSelected: boolean
  environments: readonly { key: string; name: string }[]
  rollouts: ReadonlyMap<string, LiveRollout>
  now: Instant
  measure: (element: Element | null) => void
  onSelect: (key: string) => void
  onPeek: (key: string) => void
}

/** What the peek tells makes room for it. */
export const BESIDE_PEEK = 'lg:group-data-peek/list:hidden'

const CELL = 'px-2 py-2 align-top max-md:block max-md:px-0 max-md:py-0'

/** One flag: a line in the table, a small card on phones. */
export const FlagLine = memo(function FlagLine({
  row,
  index,
  isSelected,
  environments,
  rollouts,
  now,
  ...props
}: Props) {
  return (
    <tr
      ref={props.measure}
      data-index={index}
      data-state={row.lifecycle.state}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={cx(
        'relative border-t border-line hover:bg-sunken/60 max-md:grid max-md:grid-cols-[2rem_1fr_auto] max-md:py-2.5 max-md:pr-4',
        isSelected && 'bg-info-soft',
      )}
    >
      <td className="py-2 pl-4 align-top max-md:row-span-6 max-md:block max-md:py-0 max-md:pl-3">
        <input
          type="checkbox"
          aria-label={`Select ${row.key}`}
          checked={isSelected}
          onChange={() => props.onSelect(row.key)}
          className="relative z-1 mt-0.5 size-4 accent-accent"
        />
      </td>
      <th scope="row" className={cx(CELL, 'min-w-0 text-left font-normal max-md:col-span-2')}>
        <Link
          href={paths.flag(row.key)}
          data-row={row.key}
          prefetch={false}
          onKeyDown={(event) => {
            if (event.key !== ' ') return
            event.preventDefault()
            props.onPeek(row.key)
          }}
          className="rounded-chip font-medium after:absolute after:inset-0 focus-visible:outline-offset-4"
        >
          {row.key}
        </Link>
        {row.name && <span className="ml-2 text-text-2">{row.name}</span>}
        {row.namingFault && <span className="ml-2 text-dense text-warn">△ name</span>}
      </th>
      <td className={cx(CELL, 'text-text-2 max-md:hidden', BESIDE_PEEK)}>{KIND_WORDS[row.kind]}</td>
      <td className={cx(CELL, 'truncate max-md:hidden', BESIDE_PEEK)}>
        {isOwnerless(row) ? (
          <span className="inline-flex items-center gap-1 text-warn">
            <TriangleAlert aria-hidden="true" size={14} /> nobody
          </span>
        ) : (
          row.owner
        )}
      </td>
      {environments.map(({ key, name }) => {
        const cell = row.environments.find((each) => each.key === key)
        const isMain = /^prod/i.test(key)
        return (
          <td
            key={key}
            className={cx(CELL, 'overflow-hidden max-md:col-span-2', !isMain && `max-md:hidden ${BESIDE_PEEK}`)}
          >
            <span className="text-dense text-text-3 md:sr-only">{name}: </span>
            {cell ? <ServingCell cell={cell} rollout={rollouts.get(cell.rolloutId ?? '')} /> : <span>–</span>}
          </td>
        )
      })}
      <td className={CELL}>
        <LifecycleWord lifecycle={row.lifecycle} />
      </td>
      <td className={cx(CELL, 'num text-text-2')}>
        <span className="text-text-3 md:hidden">Last seen </span>
        {seenWords(row.seenAt, now)}
      </td>
    </tr>
  )
})
