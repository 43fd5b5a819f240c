'use client'
import { FaultState } from '@/components/ui/fault-state'
import { type Crumb } from './crumbs'
import { PageHead } from './page-head'
import { RoomFrame } from './room-frame'

type Props = { error: unknown; retry: () => void; crumbs?: readonly Crumb[] }

/** A page that could not be made: what still holds, and the way on. */
export function RoomFault({ error, retry, crumbs }: Props) {
  const id = error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? error.digest : null
  return (
    <RoomFrame crumbs={[...(crumbs ?? []), { label: 'Fault' }]}>
      <div className="flex flex-col gap-4">
        <PageHead title="This page could not be read" answer="Nothing changed by it." />
        <FaultState
          what={`Soundings or its database didn’t answer${id ? ` (fault ${id})` : ''}.`}
          still="Flags are served as before, and policies go on watching as soon as data arrives."
          id={id}
          onRetry={retry}
        />
      </div>
    </RoomFrame>
  )
}
