import { type Metadata } from 'next'
import { RequestAccess } from '@/components/governance/access/request-access'
import { MailScreen } from '@/components/governance/settings/mail-screen'
import { SettingsFrame } from '@/components/governance/settings/settings-frame'
import { Banner } from '@/components/ui/banner'
import { readMailSetup } from '@/lib/governance/server/mail-settings'
import { editMailServerAction, removeMailServerAction, resendMailAction, testMailAction } from '../actions'
import { requestAccessAction } from '../people-actions'
import { section } from '../section'

export const metadata: Metadata = { title: 'Mail' }

export default async function MailPage() {
  const { db, actor, now, why } = await section('mail', 'mail.edit')
  if (why !== null) {
    return (
      <SettingsFrame section="mail" answer="Admins set up mail and see what was sent to whom.">
        <Banner tone="info">{why}</Banner>
        <RequestAccess wanted="admin" why={why} request={requestAccessAction} />
      </SettingsFrame>
    )
  }
  return (
    <MailScreen
      setup={await readMailSetup(db, actor.workspaceId)}
      now={now}
      why={why}
      actions={{
        edit: editMailServerAction,
        remove: removeMailServerAction,
        test: testMailAction,
        resend: resendMailAction,
      }}
    />
  )
}
