import { FlagNotFound } from '@/components/flags/flag-not-found'

export default function NotFound() {
  return <FlagNotFound />
}
