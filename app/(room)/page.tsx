import { type Metadata } from 'next'
import { cookies } from 'next/headers'
import { OverviewScreen } from '@/components/notifications/overview-screen'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { readOverview } from './overview/read-overview'

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage() {
  const { runtime, actor } = await signedIn(paths.overview())
  const looked = (await cookies()).get('looked')?.value ?? null
  const reader = actor.kind === 'person' && actor.role === 'viewer'
  return <OverviewScreen initial={await readOverview(runtime, actor, looked)} reader={reader} />
}
