import { type Metadata } from 'next'
import { FlagsScreen } from '@/components/flags/flags-screen'
import { SegmentsScreen } from '@/components/flags/segments-screen'
import { type LiveRollout } from '@/components/flags/shared-types'
import { type ChangeRequestView } from '@/lib/flags/core/change-request'
import { listChangeRequests } from '@/lib/flags/server/change-rows'
import { listEnvironments } from '@/lib/flags/server/environments'
import { readFlagRows } from '@/lib/flags/server/flag-list'
import { readNaming } from '@/lib/flags/server/naming'
import { listSegments, rolloutsDecided } from '@/lib/flags/server/segment-reads'
import { signedIn } from '@/lib/governance/server/session-actor'
import { type Member } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import { type Runtime } from '@/lib/platform/runtime'
import * as changes from './[key]/actions'
import * as actions from './actions'
import { liveRollouts } from './live-rollouts'
import { rightsOf } from './rights'

export const metadata: Metadata = { title: 'Flags' }

const WAITING = { state: 'waiting' } as const
const isOfSegment = ({ subject }: ChangeRequestView): boolean => subject.kind === 'segment'

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
        live={await liveBySegment(runtime, actor)}
        requests={(await listChangeRequests(db, actor.workspaceId, WAITING)).filter(isOfSegment)}
        changes={{ approve: changes.approve, decline: changes.decline, withdraw: changes.withdraw }}
        now={runtime.now()}
        rights={rights}
        create={actions.createSegmentAction}
        edit={actions.editSegmentAction}
        request={changes.request}
        remove={actions.deleteSegmentAction}
      />
    )
  }
  const [rows, environments, rollouts, naming, requests] = await Promise.all([
    readFlagRows(db, actor.workspaceId, runtime.now()),
    listEnvironments(db, actor.workspaceId),
    liveRollouts(runtime, actor),
    readNaming(db, actor.workspaceId),
    listChangeRequests(db, actor.workspaceId, WAITING),
  ])
  return (
    <FlagsScreen
      rows={rows}
      environments={environments.map(({ key, name }) => ({ key, name }))}
      rollouts={rollouts}
      naming={naming}
      waiting={waitingIn(requests)}
      rights={rights}
      now={runtime.now()}
      changeFlags={actions.changeFlagsAction}
      editNaming={actions.editNamingAction}
    />
  )
}

/** Live rollouts whose people a segment decides, by its key. */
async function liveBySegment(runtime: Runtime, actor: Member): Promise<Record<string, LiveRollout[]>> {
  const [decided, rollouts] = await Promise.all([
    rolloutsDecided(runtime.database.db, actor.workspaceId),
    liveRollouts(runtime, actor),
  ])
  const entries = [...decided].map(([key, ids]) => [key, rollouts.filter(({ id }) => ids.some((one) => one === id))])
  return Object.fromEntries(entries)
}

/** Flags with a change that waits for approval, each once, and the segments together. */
function waitingIn(requests: readonly ChangeRequestView[]): { name: string; href: string }[] {
  const keys = new Set(requests.filter((request) => !isOfSegment(request)).map(({ subject }) => subject.key))
  const flags = [...keys].map((key) => ({ name: key, href: paths.flag(key) }))
  return requests.some(isOfSegment) ? [...flags, { name: 'segments', href: paths.segments() }] : flags
}
