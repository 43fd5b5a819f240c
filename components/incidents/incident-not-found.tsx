'use client'
import Link from 'next/link'
import { useParams } from 'next/navigation'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { buttonClass } from '@/components/ui/button'
import { paths } from '@/lib/kernel/paths'

/** A link to an incident that is not here: said by the name that was asked for. */
export function IncidentNotFound() {
  const { id } = useParams<{ id: string }>()
  const name = decodeURIComponent(id)
  return (
    <RoomFrame crumbs={[{ label: 'Incidents', href: paths.incidents() }, { label: name }]}>
      <PageHead
        title={`${name} doesn’t exist here`}
        answer="It may belong to another workspace, or the name may be mistyped."
        action={
          <Link href={paths.incidents()} className={buttonClass('primary')}>
            All incidents
          </Link>
        }
      />
    </RoomFrame>
  )
}
