import { type Metadata } from 'next'
import { AuthCard } from '@/components/governance/auth/auth-card'
import { ForgotForm } from '@/components/governance/auth/forms'
import { Banner } from '@/components/ui/banner'
import { appRuntime } from '@/lib/governance/server/app-runtime'
import { isMailReady } from '@/lib/governance/server/is-mail-ready'
import { paths } from '@/lib/kernel/paths'
import { forgotAction } from './actions'

export const metadata: Metadata = { title: 'Forgot your password?' }

export default async function ForgotPage() {
  const ready = await isMailReady(appRuntime())
  return (
    <AuthCard title="Forgot your password?" answer="We send a link to choose a new one to your address.">
      {!ready && (
        <Banner tone="warn">
          Mail is not set up here, so the link waits. An admin can make one for you in Settings.
        </Banner>
      )}
      <ForgotForm action={forgotAction} />
      <a href={paths.signIn()} className="touchable self-start text-body text-accent underline">
        Back to the sign-in
      </a>
    </AuthCard>
  )
}
