import { type Metadata } from 'next'
import { AccountScreen } from '@/components/governance/settings/account-screen'
import { SettingsFrame } from '@/components/governance/settings/settings-frame'
import { sessionHere } from '@/lib/governance/server/caller'
import { readSessions } from '@/lib/governance/server/sessions'
import { changePasswordAction, requestAccessAction, revokeSessionAction } from '../people-actions'
import { section } from '../section'

export const metadata: Metadata = { title: 'Your account' }

export default async function AccountPage() {
  const { db, actor, now } = await section('account', 'account.edit')
  if (actor.kind !== 'person') return <SettingsFrame section="account">{null}</SettingsFrame>
  return (
    <AccountScreen
      name={actor.name}
      role={actor.role}
      sessions={await readSessions(db, actor.workspaceId, now, actor.id)}
      here={await sessionHere()}
      now={now}
      actions={{ password: changePasswordAction, access: requestAccessAction, revoke: revokeSessionAction }}
    />
  )
}
