import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Skeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <RoomFrame crumbs={[{ label: 'Metrics' }]}>
      <div className="flex flex-col gap-5" aria-busy="true">
        <PageHead title="Metrics" answer={<Skeleton className="mt-1 h-4 w-80" />} />
        <Skeleton className="h-9 w-96 max-w-full" />
        <Skeleton className="h-96 rounded-card" />
      </div>
    </RoomFrame>
  )
}
