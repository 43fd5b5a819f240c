'use client'
import { cx } from '@/components/ui/cx'
import { type FeedbackCounts, type SavedView } from '@/lib/feedback/core/schema'
import { countShort } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'

/** The views that every workspace has; saved ones follow, on keys 1 to 9. */
export const VIEWS: readonly { view: string; label: string; count: keyof FeedbackCounts }[] = [
  { view: 'inbox', label: 'Inbox', count: 'inbox' },
  { view: 'mine', label: 'Mine', count: 'mine' },
  { view: 'unassigned', label: 'Unassigned', count: 'unassigned' },
  { view: 'rising', label: 'Rising', count: 'rising' },
  { view: 'snoozed', label: 'Snoozed', count: 'snoozed' },
  { view: 'waiting', label: 'Waiting', count: 'waiting' },
  { view: 'done', label: 'Done', count: 'done' },
  { view: 'spam', label: 'Spam', count: 'spam' },
]

type Props = {
  view: string
  query: string
  counts: FeedbackCounts
  saved: readonly SavedView[]
  onChoose: (query: string) => void
}

/** Links, so that a view can be opened beside this one, shared and gone back to. */
export function ViewsBar({ view, query, counts, saved, onChoose }: Props) {
  return (
    <nav aria-label="Views" className="-mx-4 flex gap-1 overflow-x-auto px-4 md:mx-0 md:flex-wrap md:px-0">
      {VIEWS.map((each) => (
        <View
          key={each.view}
          href={`view=${each.view}`}
          here={each.view === view && !saved.some((one) => one.query === query)}
          onChoose={onChoose}
        >
          {each.label} <span className="num text-text-3">{countShort(counts[each.count])}</span>
        </View>
      ))}
      {saved.map((one) => (
        <View key={one.id} href={one.query} here={one.query === query} onChoose={onChoose}>
          {one.name}
        </View>
      ))}
    </nav>
  )
}

type ViewProps = { href: string; here: boolean; onChoose: (query: string) => void; children: React.ReactNode }
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
