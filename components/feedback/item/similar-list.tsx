'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { similarQuery } from '@/lib/feedback/client/queries'
import { type SimilarView } from '@/lib/feedback/core/schema'
import { percent } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'

type Props = { id: string; reason: string | null; onMerge: (into: SimilarView['id']) => void }

/** Up to five that may say the same, with the words they share; one press confirms. */
export function SimilarList({ id, reason, onMerge }: Props) {
  const { data, isError } = useQuery(similarQuery(id))
  if (isError) return <p className="text-dense text-text-2">Similar items could not be read just now.</p>
  if (!data || data.length === 0) return <p className="text-dense text-text-2">Nothing like it so far.</p>
  return (
    <ul className="flex flex-col gap-2">
      {data.map((one) => (
        <li key={one.id} className="flex items-start gap-3 text-body">
          <div className="min-w-0 flex-1">
            <Link href={paths.feedbackItem(one.name)} prefetch={false} className="num font-medium underline">
              {one.name}
            </Link>{' '}
            <span className="num text-text-2">{percent(one.similarity)} alike</span>
            <p className="truncate text-text-2">{one.excerpt}</p>
            <p className="text-caption text-text-3">
              {one.because
                .slice(0, 4)
                .map(({ term }) => term)
                .join(', ')}
            </p>
          </div>
          <Button
            size="small"
            disabledReason={reason}
            aria-label={`Merge into ${one.name}`}
            onClick={() => onMerge(one.id)}
          >
            Merge
          </Button>
        </li>
      ))}
    </ul>
  )
}
