import { type Metadata } from 'next'
import { KeysScreen } from '@/components/governance/settings/keys-screen'
import { listEnvironments } from '@/lib/flags/server/environments'
import { readMembers } from '@/lib/governance/server/people'
import { readKeys } from '@/lib/governance/server/reads'
import { createKeyAction, revokeKeyAction, rotateKeyAction } from '../actions'
import { section } from '../section'

export const metadata: Metadata = { title: 'API keys' }

const MOST = 500

export default async function KeysPage() {
  const { db, actor, now, why } = await section('keys', 'key.edit')
  const [keys, environments, members] = await Promise.all([
    readKeys(db, actor.workspaceId, '', MOST),
    listEnvironments(db, actor.workspaceId),
    readMembers(db, actor.workspaceId),
  ])
  return (
    <KeysScreen
      keys={keys.toReversed()}
      environments={environments.map(({ id, name }) => ({ id, name }))}
      members={members.map(({ id, name }) => ({ id, name }))}
      now={now}
      why={why}
      actions={{ create: createKeyAction, rotate: rotateKeyAction, revoke: revokeKeyAction }}
    />
  )
}
