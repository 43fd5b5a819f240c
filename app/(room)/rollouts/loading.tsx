import { RolloutsSkeleton } from '@/components/rollouts/skeletons'

export default function Loading() {
  return <RolloutsSkeleton />
}
