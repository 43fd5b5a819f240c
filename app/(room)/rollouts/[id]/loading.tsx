import { RolloutSkeleton } from '@/components/rollouts/skeletons'

export default function Loading() {
  return <RolloutSkeleton />
}
