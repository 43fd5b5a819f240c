'use client'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Skeleton } from '@/components/ui/skeleton'
import { paths } from '@/lib/kernel/paths'

/** The list before its rows. */
export function FlagsSkeleton() {
  return (
    <RoomFrame crumbs={[{ label: 'Flags' }]}>
      <div className="flex flex-col gap-4" aria-busy="true">
        <PageHead title="Flags" answer={<Skeleton className="mt-1 h-4 w-80" />} />
        <Skeleton className="h-9 rounded-control" />
        <Skeleton className="h-120 rounded-card" />
      </div>
    </RoomFrame>
  )
}

/** A flag's page before its data, at its final sizes. */
export function FlagSkeleton() {
  return (
    <RoomFrame crumbs={[{ label: 'Flags', href: paths.flags() }, { label: 'Reading…' }]}>
      <div className="flex flex-col gap-4" aria-busy="true">
        <PageHead title="Flag" answer={<Skeleton className="mt-1 h-4 w-80" />} />
        <Skeleton className="h-24 rounded-card" />
        <Skeleton className="h-96 rounded-card" />
      </div>
    </RoomFrame>
  )
}
