'use client'
import { usePathname } from 'next/navigation'
import { FaultState } from '@/components/ui/fault-state'
import { PageHead } from './page-head'
import { allPlaces, isHere } from './places'
import { RoomFrame } from './room-frame'

type Props = { error: unknown; retry: () => void }

/** A page that could not be made: what still holds, and the way on, in the place that it belongs to. */
export function RoomFault({ error, retry }: Props) {
  const pathname = usePathname()
  const place = allPlaces.find(({ href }) => isHere(pathname, href))
  const id = error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? error.digest : null
  return (
    <RoomFrame crumbs={[...(place ? [{ label: place.label, href: place.href }] : []), { label: 'Fault' }]}>
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
