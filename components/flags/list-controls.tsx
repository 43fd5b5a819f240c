'use client'
import Link from 'next/link'
import { useRef } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import { type FlagRow, isInView, VIEW_WORDS, VIEWS } from '@/lib/flags/core/flag-row'
import { useRoom } from '@/components/shell/viewer'
import { paths } from '@/lib/kernel/paths'
import { type useListState } from './list-state'

type Props = {
  rows: readonly FlagRow[]
  state: ReturnType<typeof useListState>
  count: number
  onNaming: () => void
}

/** View, filter, and the two neighbours of the list: segments and the naming rule. */
export function ListControls({ rows, state, count, onNaming }: Props) {
  const { viewer } = useRoom()
  const filter = useRef<HTMLInputElement>(null)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="View"
        className="w-auto!"
        value={state.view}
        onChange={(event) => state.setView(VIEWS.find((view) => view === event.target.value) ?? 'all')}
      >
        {VIEWS.map((view) => (
          <option key={view} value={view}>
            {VIEW_WORDS[view]} ({rows.filter((row) => isInView(row, view, viewer.name)).length})
          </option>
        ))}
      </Select>
      <Input
        id="flag-filter"
        ref={filter}
        type="search"
        aria-label="Filter flags"
        placeholder="Filter: words, owner:me, kind:release, tag:slow, is:stale"
        className="min-w-0 flex-1 basis-56"
        value={state.q}
        onChange={(event) => state.setQ(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault() // browsers clear a search field by it; the filter is to stay
          filter.current?.blur()
        }}
      />
      <output aria-live="polite" className="num text-dense text-text-2">
        {count === 1 ? '1 flag' : `${count} flags`}
      </output>
      <Button look="quiet" size="small" onClick={onNaming}>
        Naming rule
      </Button>
      <Link href={paths.segments()} className={buttonClass('quiet', 'small')}>
        Segments
      </Link>
    </div>
  )
}
