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
  const { events, feedback } = settings.retentionDays
  return (
    <SettingsFrame
      section="privacy"
      answer={`Events are kept ${events} days, feedback ${feedback} days; groups under ${settings.minimumGroup} people are not shown apart.`}
    >
      <PrivacyForm settings={settings} version={version} save={editPrivacyAction} why={why} />
    </SettingsFrame>
  )
}
