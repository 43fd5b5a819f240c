import { RoomFrame } from '@/components/shell/room-frame'
import { Skeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <RoomFrame crumbs={[{ label: 'Feedback' }]}>
      <div className="flex flex-col gap-4" aria-busy="true">
        <Skeleton className="h-16 w-80" />
        <Skeleton className="h-8" />
        <Skeleton className="h-[60dvh]" />
      </div>
    </RoomFrame>
  )
}
