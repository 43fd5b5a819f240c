import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Skeleton } from '@/components/ui/skeleton'
import { paths } from '@/lib/kernel/paths'

export default function Loading() {
  return (
    <RoomFrame crumbs={[{ label: 'Rollouts', href: paths.rollouts() }, { label: 'New rollout' }]}>
      <div className="flex flex-col gap-4" aria-busy="true">
        <PageHead title="New rollout" answer={<Skeleton className="mt-1 h-4 w-80" />} />
        <Skeleton className="h-9 w-96 max-w-full" />
        <Skeleton className="h-140 rounded-card" />
      </div>
    </RoomFrame>
  )
}
