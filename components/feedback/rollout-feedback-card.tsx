'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLive } from '@/components/live/use-live'
import { feedbackTopics, rolloutFeedbackQuery } from '@/lib/feedback/client/queries'
import { type RolloutFeedbackView } from '@/lib/feedback/core/schema'
import { decimal, plural } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { SentimentMark } from './parts/marks'

/** Words beside numbers: complainants per 1,000 people of each cohort, clusters, and what they wrote. */
export function RolloutFeedbackCard({ rolloutId }: { rolloutId: string }) {
  const { data, isError, refetch } = useQuery(rolloutFeedbackQuery(rolloutId))
  useLive(feedbackTopics.inbox(), () => void refetch())
  if (isError) return <p className="text-body text-text-2">What people said could not be read. It is tried again.</p>
  if (!data) return <p className="text-body text-text-2">Reading …</p>
  return (
    <div className="flex flex-col gap-3 text-body">
      <p className="measure">{data.sentence}</p>
      {data.items > 0 && <Rates view={data} />}
      {data.clusters.length > 0 && (
        <ul className="flex flex-col gap-1">
          {data.clusters.map((cluster) => (
            <li key={cluster.id}>
              <Link href={paths.cluster(cluster.name)} prefetch={false} className="num underline">
                {cluster.name}
              </Link>{' '}
              “{cluster.title}” <span className="num text-text-2">{peopleWords(cluster)}</span>
            </li>
          ))}
        </ul>
      )}
      {data.quotes.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {data.quotes.map((quote) => (
            <li key={quote.id} className="flex gap-2">
              <SentimentMark row={{ sentiment: quote.sentiment, enrichment: 'done', sentimentMixed: false }} />
              <Link href={paths.feedbackItem(quote.name)} prefetch={false} className="min-w-0 hover:underline">
                “{quote.text}”
              </Link>
            </li>
          ))}
        </ul>
      )}
      {data.items > 0 && (
        <Link
          href={`${paths.feedback()}?view=all&q=flag:${encodeURIComponent(data.flagKey)}`}
          prefetch={false}
          className="underline"
        >
          Open {plural(data.items, 'item', 'items')} in the inbox
        </Link>
      )}
    </div>
  )
}

const peopleWords = ({ people, exposedPeople }: RolloutFeedbackView['clusters'][number]): string =>
  `${plural(people, 'person', 'people')}, ${exposedPeople} exposed`

function Rates({ view }: { view: RolloutFeedbackView }) {
  const rows = [
    ['Exposed', view.exposed],
    ['Baseline', view.baseline],
  ] as const
  return (
    <table className="num w-full max-w-md text-left text-dense">
      <caption className="sr-only">Complainants per 1,000 people</caption>
      <thead className="text-caption text-text-3">
        <tr>
          <th scope="col" className="py-1 font-medium">
            Cohort
          </th>
          <th scope="col" className="font-medium">
            Complainants of people
          </th>
          <th scope="col" className="font-medium">
            Per 1,000
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, rate]) => (
          <tr key={name} className="border-t border-line">
            <th scope="row" className="py-1 font-medium">
              {name}
            </th>
            <td>
              {rate.people === null
                ? `fewer than ${view.minimumGroup} people`
                : `${rate.complainants} of ${rate.people.toLocaleString('en')}`}
            </td>
            <td>
              {rate.perThousand === null
                ? '–'
                : `${decimal(rate.perThousand, 2)} (${decimal(rate.low ?? 0, 2)} to ${decimal(rate.high ?? 0, 2)})`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
