'use client'
import { RoomFault } from '@/components/shell/room-fault'

export default function LearningsError({ error, retry }: { error: unknown; retry: () => void }) {
  return <RoomFault error={error} retry={retry} crumbs={[{ label: 'Learnings' }]} />
}
