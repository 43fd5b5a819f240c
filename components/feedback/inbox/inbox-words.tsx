import { EmptyState } from '@/components/ui/empty-state'
import { type FeedbackCounts } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'

/** What waits, in a sentence or three. */
export function inboxAnswer({ inbox, rising, notEnriched }: FeedbackCounts): string {
  const waiting = inbox === 0 ? 'Nothing waits for an answer.' : `${plural(inbox, 'item waits', 'items wait')} for you.`
  const grows = rising > 0 ? ` ${plural(rising, 'cluster is', 'clusters are')} rising.` : ''
  const late = notEnriched > 0 ? ` ${plural(notEnriched, 'item is', 'items are')} not enriched yet.` : ''
  return `${waiting}${grows}${late}`
}

/** Why a list is empty, and what would fill it. */
export function EmptyInbox({ view, filtered }: { view: string; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState title="Nobody wrote that">
        No item fits these filters. Fewer words, or another view, may find it.
      </EmptyState>
    )
  }
  if (view === 'inbox') {
    return (
      <EmptyState title="Inbox clear">
        Everyone who wrote has been answered or has an owner. New feedback comes by the API, a CSV file, a signed
        webhook or the widget; Sources says how.
      </EmptyState>
    )
  }
  return <EmptyState title="Nothing here">This view fills by itself.</EmptyState>
}
