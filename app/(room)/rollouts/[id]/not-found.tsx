import { RolloutNotFound } from '@/components/rollouts/rollout-not-found'

export default function NotFound() {
  return <RolloutNotFound />
}
