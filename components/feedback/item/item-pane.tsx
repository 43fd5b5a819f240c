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
import { type FeedbackItemView, type TriageAct } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { ActButtons } from '../inbox/act-buttons'
import { type Asking } from '../inbox/asking'
import { type Rights } from '../parts/rights'
import { BecauseList } from './because-list'
import { ExposureCard } from './exposure-card'
import { ItemFacts } from './item-facts'
import { ItemPictures } from './item-pictures'
import { type ActOn, ItemState, LinkList, MergedList } from './item-state'
import { ItemThread } from './item-thread'
import { type PersonActions } from './person-actions'
import { PersonPart } from './person-part'
import { PresenceLine } from './presence-line'
import { SimilarList } from './similar-list'
import { type Presence } from './use-presence'

type Props = {
  id: string
  initial?: FeedbackItemView
  now: Instant
  /** An act by its button: on this item, or on all that are selected beside it. */
  onAct: (act: TriageAct) => void
  onAsk: (asking: Asking) => void
  /** An act on this item alone, or on one that stands in it. */
  actOn: ActOn
  rights: Rights
  presence: Presence
  actions: PersonActions
  /** The page's own head says the name already. */
  headed?: boolean
}

/** One item: words, then who met what, then what is alike, then what was done. */
export function ItemPane(props: Props) {
  const { id, initial, now, onAct, onAsk, actOn, rights, presence, actions, headed = false } = props
  // Read ahead while the one before it was on screen: shown at once, and looked at again when that was a while ago.
  const item = useQuery({ ...feedbackItemQuery(id), staleTime: 3000, ...(initial ? { initialData: initial } : {}) })
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
  const doing = { item: data, actOn, reason: rights.triage }
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
          <ItemFacts item={data} now={now} />
          <PresenceLine name={data.name} people={presence.people} />
        </header>
        <ItemState {...doing} />
        <blockquote lang={data.language ?? undefined} className="measure text-answer break-words whitespace-pre-wrap">
          {data.text || 'A score without words.'}
        </blockquote>
        <ItemPictures item={data} rights={rights} actions={actions} />
        <ActButtons item={data} rights={rights} onAct={onAct} onAsk={onAsk} />
        <Part title="What they had">
          <ExposureCard exposure={data.exposure} />
        </Part>
        <ItemThread item={data} />
        <Part title="Why it is tagged so">
          <BecauseList item={data} />
        </Part>
        <Part title="Alike">
          <SimilarList
            id={data.id}
            reason={rights.triage ?? data.verbs.find(({ verb }) => verb === 'merge')?.reason ?? null}
            onMerge={(into) => actOn(data, { verb: 'merge', into })}
          />
        </Part>
        {data.merged.length > 0 && (
          <Part title={`Merged into this (${plural(data.mergedPeople, 'person', 'people')} in all)`}>
            <MergedList {...doing} />
          </Part>
        )}
        {data.links.length > 0 && (
          <Part title="Linked">
            <LinkList {...doing} />
          </Part>
        )}
        <Part title="Who wrote it">
          <PersonPart item={data} rights={rights} actions={actions} />
        </Part>
        {Object.keys(data.context).length > 0 && (
          <Part title="Context">
            <dl className="num grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-dense">
              {Object.entries(data.context).map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="text-text-3">{name}</dt>
                  <dd className="min-w-0 break-all">{String(value)}</dd>
                </div>
              ))}
            </dl>
          </Part>
        )}
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
