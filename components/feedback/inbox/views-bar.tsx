'use client'
import { type ReactNode } from 'react'
import { Kbd } from '@/components/ui/badge'
import { cx } from '@/components/ui/cx'
import { type FeedbackCounts, type SavedView } from '@/lib/feedback/core/schema'
import { countShort } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { type ViewAddress, VIEWS } from './view-address'

type Props = {
  address: ViewAddress
  counts: FeedbackCounts
  saved: readonly SavedView[]
  onChoose: (query: string) => void
  /** What can be done with the view that is open. */
  menu: ReactNode
}

/** Links, so that a view can be opened beside this one, shared and gone back to. */
export function ViewsBar({ address, counts, saved, onChoose, menu }: Props) {
  const view = address.asked.get('view') ?? 'inbox'
  return (
    <div className="flex items-start gap-2">
      <nav
        aria-label="Views"
        className="-ml-4 flex min-w-0 flex-1 gap-1 overflow-x-auto pl-4 md:ml-0 md:flex-wrap md:pl-0"
      >
        {VIEWS.map((each) => (
          <View
            key={each.view}
            href={`view=${each.view}`}
            here={address.saved === null && each.view === view}
            onChoose={onChoose}
          >
            {each.label} <span className="num text-text-3">{countShort(counts[each.count])}</span>
          </View>
        ))}
        {saved.map((one, i) => (
          <View key={one.id} href={`view=${one.id}`} here={one.id === address.saved?.id} onChoose={onChoose}>
            {one.name}
            {one.id === address.saved?.id && address.changed && ' (changed)'}
            {!one.mine && <span className="sr-only">, shared by {one.owner.name}</span>}
            {i < 9 && (
              <span aria-hidden="true" className="text-text-3 max-md:hidden">
                <Kbd>{i + 1}</Kbd>
              </span>
            )}
          </View>
        ))}
      </nav>
      {menu}
    </div>
  )
}

type ViewProps = { href: string; here: boolean; onChoose: (query: string) => void; children: ReactNode }
const View = ({ href, here, onChoose, children }: ViewProps) => (
  <a
    href={`${paths.feedback()}?${href}`}
    aria-current={here ? 'page' : undefined}
    onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      onChoose(href)
    }}
    className={cx(
      'touchable inline-flex h-8 items-center gap-1.5 rounded-control px-3 text-body whitespace-nowrap',
      here ? 'bg-text font-medium text-canvas [&_span]:text-canvas' : 'text-text-2 hover:bg-sunken',
    )}
  >
    {children}
  </a>
)
