'use client'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Skeleton } from '@/components/ui/skeleton'
import { paths } from '@/lib/kernel/paths'

/** The rollout's page before its data, at its final sizes. */
export function RolloutSkeleton() {
  return (
    <RoomFrame crumbs={[{ label: 'Rollouts', href: paths.rollouts() }, { label: 'Reading…' }]}>
      <div className="flex flex-col gap-4" aria-busy="true">
        <PageHead title="Rollout" answer={<Skeleton className="mt-1 h-4 w-80" />} />
        <Skeleton className="h-56 rounded-card" />
        <Skeleton className="h-28 rounded-card" />
        <Skeleton className="h-140 rounded-card" />
      </div>
    </RoomFrame>
  )
}

/** The list before its rows. */
export function RolloutsSkeleton() {
  return (
    <RoomFrame crumbs={[{ label: 'Rollouts' }]}>
      <div className="flex flex-col gap-5" aria-busy="true">
        <PageHead title="Rollouts" answer={<Skeleton className="mt-1 h-4 w-80" />} />
        <Skeleton className="h-64 rounded-card" />
        <Skeleton className="h-40 rounded-card" />
      </div>
    </RoomFrame>
  )
}
