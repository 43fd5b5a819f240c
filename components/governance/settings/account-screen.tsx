import { type SessionView } from '@/lib/governance/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { type Role } from '@/lib/kernel/permissions'
import { AccessForm } from './access-form'
import { PasswordForm } from './password-form'
import { SessionList } from './session-list'
import { Card, SettingsFrame } from './settings-frame'
import { type Save } from './use-save'
import { ROLE_WORDS } from './words'

type Props = {
  name: string
  role: Role
  sessions: readonly SessionView[]
  here: string | null
  now: Instant
  actions: { password: Save<{ sessions: number }>; access: Save; revoke: Save }
}

/** What is a person's own in this workspace. */
export const AccountScreen = ({ name, role, sessions, here, now, actions }: Props) => (
  <SettingsFrame section="account" answer={`You are ${name}, ${ROLE_WORDS[role]} in this workspace.`}>
    <Card title="Where you are signed in" intro="A browser that nobody uses for twelve hours is signed out by itself.">
      <SessionList sessions={sessions} here={here} named={false} now={now} revoke={actions.revoke} />
    </Card>
    <Card title="Password" intro="A new one signs out your other browsers.">
      <PasswordForm change={actions.password} />
    </Card>
    <Card title="Ask for another role" intro="The admins get a mail and see it in Members.">
      <AccessForm role={role} request={actions.access} />
    </Card>
  </SettingsFrame>
)
