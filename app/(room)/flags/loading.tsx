import { FlagsSkeleton } from '@/components/flags/skeletons'

export default function Loading() {
  return <FlagsSkeleton />
}
