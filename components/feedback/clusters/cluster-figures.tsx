import Link from 'next/link'
import { type ClusterView } from '@/lib/feedback/core/schema'
import { percent } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'

/** New people of each of the last days; the words say the same as the bars. */
export function ClusterTrend({ trend }: Pick<ClusterView, 'trend'>) {
  const most = Math.max(1, ...trend.map(({ people }) => people))
  const first = trend[0]
  const last = trend.at(-1)
  return (
    <>
      <ol className="flex h-24 items-end gap-1" aria-label="New people a day">
        {trend.map(({ day, people }) => (
          <li key={day} className="flex min-w-0 flex-1 flex-col items-center justify-end" title={`${day}: ${people}`}>
            <span className="sr-only">
              {day}: {people}
            </span>
            <span aria-hidden="true" className="num text-caption text-text-2">
              {people > 0 ? people : ''}
            </span>
            <span
              aria-hidden="true"
              className="block w-full rounded-t-chip bg-accent"
              style={{ height: `${Math.max(2, (people / most) * 72)}px` }}
            />
          </li>
        ))}
      </ol>
      {first && last && (
        <p aria-hidden="true" className="num flex justify-between text-caption text-text-3">
          <span>{first.day}</span>
          <span>{last.day}</span>
        </p>
      )}
    </>
  )
}

/** Which flags its people had, arm by arm. */
export const FlagsOfPeople = ({ cluster }: { cluster: ClusterView }) => (
  <ul className="num flex flex-col gap-1">
    {cluster.flags.map(({ flagKey, exposed, baseline }) => (
      <li key={flagKey}>
        <Link href={paths.flag(flagKey)} prefetch={false} className="underline">
          {flagKey}
        </Link>
        : {exposed} exposed, {baseline} baseline
      </li>
    ))}
  </ul>
)

/** Where its people are; parts too small to be told apart are left out, in words. */
export const SlicesOfPeople = ({ cluster }: { cluster: ClusterView }) => (
  <>
    {cluster.slices.length > 0 && (
      <ul className="num flex flex-wrap gap-x-6 gap-y-1">
        {cluster.slices.map(({ dimension, value, people, share }) => (
          <li key={dimension + value}>
            {dimension} {value}: {people} ({percent(share)})
          </li>
        ))}
      </ul>
    )}
    <p className="text-dense text-text-2">
      Parts of fewer than {cluster.minimumGroup} people are not shown, so that nobody can be told by them.
    </p>
  </>
)
