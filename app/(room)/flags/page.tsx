import { type Metadata } from 'next'
import { FlagsScreen } from '@/components/flags/flags-screen'
import { SegmentsScreen } from '@/components/flags/segments-screen'
import { listEnvironments } from '@/lib/flags/server/environments'
import { readFlagRows } from '@/lib/flags/server/flag-list'
import { readNaming } from '@/lib/flags/server/naming'
import { listSegments } from '@/lib/flags/server/segment-reads'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import * as actions from './actions'
import { liveRollouts } from './live-rollouts'
import { rightsOf } from './rights'

export const metadata: Metadata = { title: 'Flags' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function FlagsPage({ searchParams }: Props) {
  const { view } = await searchParams
  const { runtime, actor } = await signedIn(view === 'segments' ? paths.segments() : paths.flags())
  const { db } = runtime.database
  const rights = rightsOf(actor)
  if (view === 'segments') {
    return (
      <SegmentsScreen
        segments={await listSegments(db, actor.workspaceId)}
        rights={rights}
        create={actions.createSegmentAction}
        edit={actions.editSegmentAction}
        remove={actions.deleteSegmentAction}
      />
    )
  }
  const [rows, environments, rollouts, naming] = await Promise.all([
    readFlagRows(db, actor.workspaceId, runtime.now()),
    listEnvironments(db, actor.workspaceId),
    liveRollouts(runtime, actor),
    readNaming(db, actor.workspaceId),
  ])
  return (
    <FlagsScreen
      rows={rows}
      environments={environments.map(({ key, name }) => ({ key, name }))}
      rollouts={rollouts}
      naming={naming}
      rights={rights}
      now={runtime.now()}
      changeFlags={actions.changeFlagsAction}
      editNaming={actions.editNamingAction}
    />
  )
}
