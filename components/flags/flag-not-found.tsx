'use client'
import Link from 'next/link'
import { useParams } from 'next/navigation'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { buttonClass } from '@/components/ui/button'
import { paths } from '@/lib/kernel/paths'

/** A link to a flag that is not here: said by the key that was asked for. */
export function FlagNotFound() {
  const { key } = useParams<{ key: string }>()
  const name = decodeURIComponent(key)
  return (
    <RoomFrame crumbs={[{ label: 'Flags', href: paths.flags() }, { label: name }]}>
      <PageHead
        title={`${name} doesn’t exist here`}
        answer="It may belong to another workspace, or the key may be mistyped."
        action={
          <Link href={paths.flags()} className={buttonClass('primary')}>
            All flags
          </Link>
        }
      />
    </RoomFrame>
  )
}
