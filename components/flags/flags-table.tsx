'use client'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { type FlagRow } from '@/lib/flags/core/flag-row'
import { type Instant } from '@/lib/kernel/moments'
import { BESIDE_PEEK, FlagLine } from './flag-line'
import { type LiveRollout } from './shared-types'

type Props = {
  rows: readonly FlagRow[]
  environments: readonly { key: string; name: string }[]
  rollouts: ReadonlyMap<string, LiveRollout>
  now: Instant
  at: number
  selected: ReadonlySet<string>
  onSelect: (key: string) => void
  onPeek: (key: string) => void
}

const ROW_PX = 45

/** Only the rows near the window are drawn; the others are two empty rows of their height. */
export function FlagsTable(props: Props) {
  const { rows, environments, at } = props
  const ref = useRef<HTMLTableSectionElement>(null)
  const [top, setTop] = useState(0)
  useEffect(() => setTop((ref.current?.getBoundingClientRect().top ?? 0) + window.scrollY), [rows.length])
  // oxlint-disable-next-line react/incompatible-library -- its functions are called while drawing; measuring is stable
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollMargin: top,
    initialRect: { width: 1440, height: 900 },
    getItemKey: (i) => rows[i]?.key ?? i,
  })
  const shown = virtual.getVirtualItems()
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
  }, [at, virtual])
  const before = (shown[0]?.start ?? top) - top
  const after = virtual.getTotalSize() - ((shown.at(-1)?.end ?? top) - top)
  return (
    <table className="w-full border-collapse text-body md:table-fixed" aria-rowcount={rows.length + 1}>
      <caption className="sr-only">Flags</caption>
      <thead className="text-caption text-text-3 max-md:sr-only">
        <tr>
          <th scope="col" className="w-10 pb-2 pl-4">
            <span className="sr-only">Selected</span>
          </th>
          {columns(environments).map(([name, width]) => (
            <th key={name} scope="col" className={cx('px-2 pb-2 text-left font-medium', width)}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={ref}>
        {before > 0 && <Gap height={before} />}
        {shown.map(({ index, key }) => {
          const row = rows[index]
          return row ? (
            <FlagLine
              key={key}
              measure={virtual.measureElement}
              index={index}
              row={row}
              isSelected={props.selected.has(row.key)}
              environments={environments}
              rollouts={props.rollouts}
              now={props.now}
              onSelect={props.onSelect}
              onPeek={props.onPeek}
            />
          ) : null
        })}
        {after > 0 && <Gap height={after} />}
      </tbody>
    </table>
  )
}

const Gap = ({ height }: { height: number }) => (
  <tr aria-hidden="true" className="max-md:block">
    <td style={{ height }} className="p-0 max-md:block" aria-label="Further flags" />
  </tr>
)

const columns = (environments: Props['environments']): [string, string][] => [
  ['Flag', ''],
  ['Kind', `md:w-24 ${BESIDE_PEEK}`],
  ['Owner', `md:w-32 ${BESIDE_PEEK}`],
  ...environments.map(({ name }): [string, string] => [
    name,
    /^prod/i.test(name) ? 'md:w-[24%] lg:group-data-peek/list:w-52' : `md:w-24 ${BESIDE_PEEK}`,
  ]),
  ['Lifecycle', 'md:w-36'],
  ['Last seen', 'md:w-24'],
]
