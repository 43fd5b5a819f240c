'use client'
import { Pin } from 'lucide-react'
import { cx } from '@/components/ui/cx'
import { Time } from '@/components/ui/time'
import { type FeedbackRow } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { channelWord, CohortChip, SentimentMark } from '../parts/marks'

type Props = {
  row: FeedbackRow
  current: boolean
  selected: boolean
  now: Instant
  onSelect: (id: string) => void
}

/** One member: its words, and whether a person put it there. */
export const MemberRow = ({ row, current, selected, now, onSelect }: Props) => (
  <li
    data-item={row.name}
    className={cx('flex gap-3 border-t border-line py-2 first:border-t-0', current && 'bg-info-soft')}
  >
    <input
      type="checkbox"
      checked={selected}
      onChange={() => onSelect(row.id)}
      aria-label={`Select ${row.name}`}
      className="mt-0.5 size-5 shrink-0 accent-(--accent)"
    />
    <div className="min-w-0 flex-1">
      <a
        href={paths.feedbackItem(row.name)}
        data-row={row.id}
        className="block rounded-chip break-words hover:underline"
      >
        <SentimentMark row={row} /> {row.excerpt || 'A score without words'}
      </a>
      <p className="flex flex-wrap items-center gap-x-3 text-caption text-text-2">
        <span className="num text-text-3">{row.name}</span>
        <span>{channelWord(row.channel)}</span>
        <CohortChip row={row} />
        {row.cluster?.pinned && (
          <span className="inline-flex items-center gap-1">
            <Pin aria-hidden="true" size={12} strokeWidth={2} />
            Put here by a person
          </span>
        )}
        <Time at={row.receivedAt} format="short" now={now} />
      </p>
    </div>
  </li>
)
