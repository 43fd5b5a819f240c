import { type Metadata } from 'next'
import { RolloutsScreen } from '@/components/rollouts/rollouts-screen'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { listRolloutRows } from '@/lib/rollouts/server/list-rows'

export const metadata: Metadata = { title: 'Rollouts' }

export default async function RolloutsPage() {
  const { runtime, actor } = await signedIn(paths.rollouts())
  const rows = await listRolloutRows(runtime, actor)
  return <RolloutsScreen initial={rows.ok ? rows.value : []} />
}
