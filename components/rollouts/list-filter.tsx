'use client'
import { type RefObject } from 'react'
import { cx } from '@/components/ui/cx'
import { Input } from '@/components/ui/field'
import { VIEWS } from '@/lib/rollouts/core/list-query'

type Props = { q: string; setQ: (q: string) => void; box: RefObject<HTMLInputElement | null> }

/** Ready-made views, and a line to type operators into. */
export function ListFilter({ q, setQ, box }: Props) {
  return (
    <search className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <ul aria-label="Views" className="flex flex-wrap gap-1">
        {Object.values(VIEWS).map(({ name, query }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={q.trim() === query}
              onClick={() => setQ(query)}
              className={cx(
                'touchable h-7 rounded-control px-2.5 text-dense font-medium',
                q.trim() === query ? 'bg-text text-canvas' : 'text-text-2 hover:bg-sunken',
              )}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
      <Input
        ref={box}
        type="search"
        aria-label="Filter rollouts"
        placeholder="owner:me state:paused checkout"
        value={q}
        maxLength={300}
        onChange={(event) => setQ(event.target.value)}
        className="min-w-0 flex-1 basis-56 sm:max-w-96"
      />
    </search>
  )
}
