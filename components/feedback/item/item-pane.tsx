'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { createContext, type ReactNode, useContext } from 'react'
import { useLive } from '@/components/live/use-live'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { feedbackItemQuery, feedbackTopics } from '@/lib/feedback/client/queries'
import { type FeedbackItemView } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { channelWord, CohortChip, notEnriched, SentimentMark, TagChip } from '../parts/marks'
import { BecauseList } from './because-list'
import { ExposureCard } from './exposure-card'
import { ItemThread } from './item-thread'
import { SimilarList } from './similar-list'

type Props = {
  id: string
  initial?: FeedbackItemView
  now: Instant
  /** Buttons of the acts; the pane draws what is known. */
  acts: ReactNode
  onMerge: ((into: { id: string; name: string }) => void) | null
  /** The page's own head says the name already. */
  headed?: boolean
}

/** One item: words, then who met what, then what is alike, then what was done. */
export function ItemPane({ id, initial, now, acts, onMerge, headed = false }: Props) {
  const item = useQuery({ ...feedbackItemQuery(id), ...(initial ? { initialData: initial } : {}) })
  useLive(feedbackTopics.item(id), () => void item.refetch())
  if (item.isError) {
    return (
      <Banner tone="warn" actions={<Button onClick={() => void item.refetch()}>Try again</Button>}>
        This item could not be read. Nothing is lost.
      </Banner>
    )
  }
  if (!item.data) return <Skeleton className="h-96" />
  const { data } = item
  return (
    <PartLevel value={headed ? 2 : 3}>
      <article aria-label={data.name} className="flex flex-col gap-4">
        <header className="flex flex-col gap-2">
          {!headed && (
            <h2 className="text-h2 font-bold">
              <Link href={paths.feedbackItem(data.name)} prefetch={false} className="rounded-chip hover:underline">
                {data.name}
              </Link>
              {data.subject && <span className="font-normal"> {data.subject}</span>}
            </h2>
          )}
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dense text-text-2">
            <span>
              {[
                channelWord(data.channel),
                ...data.alsoBy.map((channel) => `also by ${channelWord(channel).toLowerCase()}`),
              ].join(', ')}
            </span>
            <Time at={data.occurredAt} format="age" now={now} />
            <CohortChip row={data} />
            <SentimentMark row={data} word />
            {data.tagDetails
              .filter(({ status }) => status !== 'removed')
              .map((tag) => (
                <TagChip key={tag.key} name={tag.key} suggested={tag.status === 'suggested'} />
              ))}
            {data.enrichment !== 'done' && <span className="text-warn">{notEnriched(data)}</span>}
          </p>
        </header>
        <blockquote lang={data.language ?? undefined} className="measure text-answer break-words whitespace-pre-wrap">
          {data.text || 'A score without words.'}
        </blockquote>
        {acts}
        <Part title="What they had">
          <ExposureCard exposure={data.exposure} />
        </Part>
        <ItemThread item={data} />
        <Part title="Why it is tagged so">
          <BecauseList item={data} />
        </Part>
        <Part title="Alike">
          <SimilarList id={data.id} onMerge={onMerge} />
        </Part>
        {data.merged.length > 0 && (
          <Part title={`Merged into this (${data.mergedPeople} people)`}>
            <ul className="flex flex-col gap-1 text-body">
              {data.merged.map((one) => (
                <li key={one.id} className="truncate">
                  <Link href={paths.feedbackItem(one.name)} prefetch={false} className="num underline">
                    {one.name}
                  </Link>{' '}
                  {one.excerpt}
                </li>
              ))}
            </ul>
          </Part>
        )}
        <Part title="Context">
          <dl className="num grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-dense">
            {Object.entries(data.context).map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-text-3">{name}</dt>
                <dd className="min-w-0 break-all">{String(value)}</dd>
              </div>
            ))}
            {data.person && (
              <div className="contents">
                <dt className="text-text-3">person</dt>
                <dd>
                  {data.person.label}, {data.person.items} in all
                </dd>
              </div>
            )}
          </dl>
        </Part>
        <Part title="History">
          <ol className="flex flex-col gap-1 text-dense">
            {data.history.map((line, i) => (
              <li key={line.actId ?? i} className={line.undone ? 'text-text-3 line-through' : ''}>
                {line.sentence} · <Time at={line.at} format="short" now={now} />
              </li>
            ))}
          </ol>
        </Part>
      </article>
    </PartLevel>
  )
}

/** One level below what names the item: the pane's own h2, or the h1 of its page. */
const PartLevel = createContext<2 | 3>(3)

function Part({ title, children }: { title: string; children: ReactNode }) {
  const level = useContext(PartLevel)
  return (
    <section className="flex flex-col gap-1.5 border-t border-line pt-3">
      {level === 2 ? (
        <h2 className="text-body font-bold">{title}</h2>
      ) : (
        <h3 className="text-body font-bold">{title}</h3>
      )}
      {children}
    </section>
  )
}
