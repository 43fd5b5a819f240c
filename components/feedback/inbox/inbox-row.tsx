'use client'
import { cx } from '@/components/ui/cx'
import { Time } from '@/components/ui/time'
import { type FeedbackRow } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { DueChip } from '../parts/due-chip'
import { channelWord, CohortChip, PriorityMark, SentimentMark, TagChip } from '../parts/marks'

type Props = {
  row: FeedbackRow
  current: boolean
  selected: boolean
  /** Who else has it open, in words; null: nobody. */
  present: string | null
  now: Instant
  onOpen: (id: string) => void
  onSelect: (id: string) => void
}

/** Two lines of one item: what was said, and who, where and when in a few words. */
export function InboxRow({ row, current, selected, present, now, onOpen, onSelect }: Props) {
  return (
    <div
      data-item={row.name}
      className={cx(
        'relative flex h-full gap-2 border-t border-line px-3 py-2',
        current ? 'bg-info-soft' : 'hover:bg-sunken/60',
        selected && 'shadow-[inset_3px_0_0_var(--accent)]',
      )}
    >
      <input
        type="checkbox"
        checked={selected}
        onChange={() => onSelect(row.id)}
        aria-label={`Select ${row.name}`}
        tabIndex={-1}
        className="relative z-10 mt-0.5 size-5 shrink-0 accent-(--accent)"
      />
      <div className="min-w-0 flex-1">
        <a
          href={paths.feedbackItem(row.name)}
          data-row={row.id}
          tabIndex={current ? 0 : -1}
          aria-current={current ? 'true' : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            onOpen(row.id)
          }}
          className={cx(
            'block truncate rounded-chip text-body after:absolute after:inset-0 focus-visible:outline-offset-4',
            row.unread && 'font-bold',
          )}
        >
          <span className="sr-only">{row.unread ? 'Unread. ' : ''}</span>
          <SentimentMark row={row} /> {row.excerpt || 'A score without words'}
        </a>
        <p className="flex h-5 gap-2 text-caption text-text-2">
          {/* What does not fit goes to a second line, which nobody sees: nothing is cut in half. */}
          <span className="flex h-5 min-w-0 flex-1 flex-wrap content-start items-center gap-x-2 overflow-hidden">
            <span className="num leading-5 whitespace-nowrap text-text-3">{row.name}</span>
            <PriorityMark priority={row.priority} />
            <DueChip due={row.due} now={now} />
            {row.woke && <span className="whitespace-nowrap text-warn">Woke: {row.woke}</span>}
            <CohortChip row={row} />
            <span className="whitespace-nowrap">{channelWord(row.channel)}</span>
            {row.cluster && row.cluster.items > 1 && (
              <span className="num whitespace-nowrap">
                {row.cluster.items} alike, {row.cluster.name}
              </span>
            )}
            {row.tags.slice(0, 2).map((tag) => (
              <TagChip key={tag.key} name={tag.key} suggested={tag.status === 'suggested'} />
            ))}
          </span>
          <span className="num flex shrink-0 items-center gap-2">
            {present !== null && (
              <span title={present} data-present="" className="relative z-10 inline-flex">
                <span aria-hidden="true" className="size-2.5 rounded-full border-2 border-accent" />
                <span className="sr-only">{present}.</span>
              </span>
            )}
            {row.assignee && <span className="max-w-20 truncate">{row.assignee.name}</span>}
            <Time at={row.receivedAt} format="short" now={now} />
          </span>
        </p>
      </div>
    </div>
  )
}
