'use client'
import { RoomFault } from '@/components/shell/room-fault'
import { paths } from '@/lib/kernel/paths'

export default function MetricsError({ error, retry }: { error: unknown; retry: () => void }) {
  return <RoomFault error={error} retry={retry} crumbs={[{ label: 'Metrics', href: paths.metrics() }]} />
}
