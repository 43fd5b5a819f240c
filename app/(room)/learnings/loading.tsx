import { RoomFrame } from '@/components/shell/room-frame'
import { PageHead } from '@/components/shell/page-head'
import { Skeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <RoomFrame crumbs={[{ label: 'Learnings' }]}>
      <div className="flex flex-col gap-5" aria-busy="true">
        <PageHead title="Learnings" answer={<Skeleton className="mt-1 h-4 w-80" />} />
        <Skeleton className="h-9 w-96 max-w-full" />
        <Skeleton className="h-24 rounded-card" />
        <Skeleton className="h-24 rounded-card" />
      </div>
    </RoomFrame>
  )
}
