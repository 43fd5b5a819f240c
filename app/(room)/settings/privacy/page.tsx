import { type Metadata } from 'next'
import { PrivacyForm } from '@/components/governance/settings/privacy-form'
import { SettingsFrame } from '@/components/governance/settings/settings-frame'
import { readPrivacy } from '@/lib/governance/server/privacy'
import { editPrivacyAction } from '../actions'
import { section } from '../section'

export const metadata: Metadata = { title: 'Retention & privacy' }

export default async function PrivacyPage() {
  const { db, actor, why } = await section('privacy', 'privacy.edit')
  const { settings, version } = await readPrivacy(db, actor.workspaceId)
  const { events, mails, feedback } = settings.retentionDays
  return (
    <SettingsFrame
      section="privacy"
      answer={`Raw events are kept ${events} days, mails that were sent ${mails} days, what people wrote ${feedback} days.`}
    >
      <PrivacyForm settings={settings} version={version} save={editPrivacyAction} why={why} />
    </SettingsFrame>
  )
}
