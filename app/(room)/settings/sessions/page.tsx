import { type Metadata } from 'next'
import { SessionList } from '@/components/governance/settings/session-list'
import { Card, SettingsFrame } from '@/components/governance/settings/settings-frame'
import { Banner } from '@/components/ui/banner'
import { sessionHere } from '@/lib/governance/server/caller'
import { readSessions } from '@/lib/governance/server/sessions'
import { revokeSessionAction } from '../people-actions'
import { section } from '../section'

export const metadata: Metadata = { title: 'Sessions' }

export default async function SessionsPage() {
  const { db, actor, now, why } = await section('sessions', 'key.edit')
  if (why !== null) {
    return (
      <SettingsFrame section="sessions" answer="Admins see who is signed in; your own browsers are under Your account.">
        <Banner tone="info">{why}</Banner>
      </SettingsFrame>
    )
  }
  const sessions = await readSessions(db, actor.workspaceId, now)
  const people = new Set(sessions.map(({ person }) => person.id)).size
  return (
    <SettingsFrame
      section="sessions"
      answer={`${people} ${people === 1 ? 'person is' : 'people are'} signed in, in ${sessions.length} browser${sessions.length === 1 ? '' : 's'}.`}
    >
      <Card title="Browsers that are signed in">
        <SessionList sessions={sessions} here={await sessionHere()} named now={now} revoke={revokeSessionAction} />
      </Card>
    </SettingsFrame>
  )
}
