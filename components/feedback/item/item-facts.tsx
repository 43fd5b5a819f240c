import Link from 'next/link'
import { Time } from '@/components/ui/time'
import { type FeedbackItemView } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { DueLines } from '../parts/due-chip'
import { channelWord, CohortChip, notEnriched, PriorityMark, SentimentMark, TagChip } from '../parts/marks'

/** Where, when and by whom in which cohort, what it is taken for, and by when something is owed. */
export function ItemFacts({ item, now }: { item: FeedbackItemView; now: Instant }) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dense text-text-2">
        <span>
          {[
            channelWord(item.channel),
            ...item.alsoBy.map((channel) => `also by ${channelWord(channel).toLowerCase()}`),
          ].join(', ')}
        </span>
        <Time at={item.occurredAt} format="age" now={now} />
        <CohortChip row={item} />
        <SentimentMark row={item} word />
        {item.tagDetails
          .filter(({ status }) => status !== 'removed')
          .map((tag) => (
            <TagChip key={tag.key} name={tag.key} suggested={tag.status === 'suggested'} />
          ))}
        {item.enrichment !== 'done' && <span className="text-warn">{notEnriched(item)}</span>}
      </p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dense text-text-2">
        <span>{item.assignee ? `${item.assignee.name} owns it` : 'Nobody owns it'}</span>
        <PriorityMark priority={item.priority} />
        <DueLines due={item.due} now={now} />
        {item.cluster && (
          <Link href={paths.cluster(item.cluster.name)} prefetch={false} className="underline">
            {item.cluster.name} “{item.cluster.title}”{item.cluster.pinned && ', by a person'}
          </Link>
        )}
      </p>
    </>
  )
}
