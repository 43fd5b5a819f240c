import { type Metadata } from 'next'
import { Card, SettingsFrame } from '@/components/governance/settings/settings-frame'
import { SsoForm } from '@/components/governance/settings/sso-form'
import { Banner } from '@/components/ui/banner'
import { publicUrl } from '@/lib/governance/server/public-url'
import { readSso } from '@/lib/governance/server/sso-config'
import { paths } from '@/lib/kernel/paths'
import { editSsoAction, removeSsoAction } from '../actions'
import { section } from '../section'

export const metadata: Metadata = { title: 'Single sign-on' }

export default async function SignInSettingsPage() {
  const { db, actor, why } = await section('sign-in', 'sso.edit')
  const { stored, byEnvironment } = await readSso(db, actor.workspaceId)
  const issuer = byEnvironment ?? stored?.issuer
  const callback = `${await publicUrl(db, actor.workspaceId)}${paths.api.signInCallback()}`
  return (
    <SettingsFrame
      section="sign-in"
      answer={
        issuer ? `People can sign in through ${issuer}, or with their password.` : 'People sign in with their password.'
      }
    >
      <Card title="Provider" intro="OpenID Connect: authorization code with PKCE.">
        {byEnvironment ? (
          <Banner tone="info">Named by OIDC_ISSUER where Soundings runs. Change it there.</Banner>
        ) : (
          <SsoForm
            stored={stored}
            callback={callback}
            why={why}
            actions={{ edit: editSsoAction, remove: removeSsoAction }}
          />
        )}
      </Card>
    </SettingsFrame>
  )
}
