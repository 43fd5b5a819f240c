import { FlagSkeleton } from '@/components/flags/skeletons'

export default function Loading() {
  return <FlagSkeleton />
}
