'use client'
import { useQuery } from '@tanstack/react-query'
import { Banner } from '@/components/ui/banner'
import { Skeleton } from '@/components/ui/skeleton'
import { reviewQuery } from '@/lib/rollouts/client/queries'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { Card } from './card'
import { ReviewForm } from './review-form'
import { type WordActions } from './use-say'

const ENDED: ReadonlySet<RolloutView['state']> = new Set(['rolled-back', 'finished', 'abandoned'])

/** What was expected against what was seen, and what stays true beyond this rollout. */
export function ReviewTab({ rollout, write }: { rollout: RolloutView; write: WordActions['review'] }) {
  const { data, isPending, isError } = useQuery(reviewQuery(rollout.id))
  if (isPending) return <Skeleton className="h-140 rounded-card" />
  if (isError) return <Banner tone="warn">The review could not be read. Nothing is lost; load the page again.</Banner>
  if (!ENDED.has(rollout.state)) {
    return (
      <Card title="Review">
        <p className="measure text-body text-text-2">
          It is not over yet. When it has ended, say here what you saw against what you expected:
        </p>
        <p className="measure mt-2 text-answer">{rollout.hypothesis}</p>
        {rollout.brief?.acceptance && (
          <p className="measure mt-2 text-body whitespace-pre-line">{rollout.brief.acceptance}</p>
        )}
      </Card>
    )
  }
  return <ReviewForm key={data?.version ?? 0} rollout={rollout} review={data} write={write} />
}
