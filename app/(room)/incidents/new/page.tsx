import { type Metadata } from 'next'
import { NewIncidentScreen } from '@/components/incidents/new-incident-screen'
import { listEnvironments } from '@/lib/flags/server/environments'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { refusedOf } from '../refused'
import { post } from './actions'

export const metadata: Metadata = { title: 'Declare incident' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function NewIncidentPage({ searchParams }: Props) {
  const { runtime, actor } = await signedIn(paths.newIncident())
  const environments = await listEnvironments(runtime.database.db, actor.workspaceId)
  const named = environments.map(({ key, name }) => ({ key, name }))
  return <NewIncidentScreen post={post} environments={named} refused={refusedOf(await searchParams)} />
}
