'use client'
import Link from 'next/link'
import { useParams } from 'next/navigation'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { buttonClass } from '@/components/ui/button'
import { paths } from '@/lib/kernel/paths'

/** A link to a metric that is not here: said by the key that was asked for. */
export function MetricNotFound() {
  const { key } = useParams<{ key: string }>()
  const name = decodeURIComponent(key)
  return (
    <RoomFrame crumbs={[{ label: 'Metrics', href: paths.metrics() }, { label: name }]}>
      <PageHead
        title={`${name} doesn’t exist here`}
        answer="It may belong to another workspace, or the key may be mistyped."
        action={
          <Link href={paths.metrics()} className={buttonClass('primary')}>
            All metrics
          </Link>
        }
      />
    </RoomFrame>
  )
}
