import { type Metadata } from 'next'
import { RolloutsScreen } from '@/components/rollouts/rollouts-screen'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { listRolloutRows } from '@/lib/rollouts/server/list-rows'
import { listDrafts } from '@/lib/rollouts/server/reads'

import { abandon, pause } from './[id]/actions'

export const metadata: Metadata = { title: 'Rollouts' }

const OPEN_MAX = 500
const PAGE = 25

type Props = { searchParams: Promise<{ q?: string }> }

export default async function RolloutsPage({ searchParams }: Props) {
  const q = ((await searchParams).q ?? '').trim().slice(0, 300)
  const { runtime, actor } = await signedIn(paths.rollouts())
  const [open, ended, drafts] = await Promise.all([
    listRolloutRows(runtime, actor, { group: 'open', limit: OPEN_MAX }),
    listRolloutRows(runtime, actor, { group: 'ended', q, limit: PAGE + 1 }),
    listDrafts(runtime, actor),
  ])
  const rows = ended.ok ? ended.value.slice(0, PAGE) : []
  const next = ended.ok && ended.value.length > PAGE ? (rows.at(-1)?.name.slice('RO-'.length) ?? null) : null
  return (
    <RolloutsScreen
      initial={open.ok ? open.value : []}
      ended={{ q, rows, next }}
      drafts={drafts.ok ? drafts.value : []}
      bulk={{ pause, abandon }}
    />
  )
}
