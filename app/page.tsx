import { redirect } from 'next/navigation'
import { paths } from '@/lib/kernel/paths'

/** Until there is an overview, the rollouts are what a day begins with. */
export default function Home(): never {
  redirect(paths.rollouts())
}
