import { type Metadata } from 'next'
import { IncidentsScreen } from '@/components/incidents/incidents-screen'
import { signedIn } from '@/lib/governance/server/session-actor'
import { listIncidentRows } from '@/lib/incidents/server/reads'
import { paths } from '@/lib/kernel/paths'

export const metadata: Metadata = { title: 'Incidents' }

export default async function IncidentsPage() {
  const { runtime, actor } = await signedIn(paths.incidents())
  const rows = await listIncidentRows(runtime, actor)
  return <IncidentsScreen initial={rows.ok ? rows.value : []} now={runtime.now()} />
}
