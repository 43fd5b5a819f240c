import { type Metadata } from 'next'
import { AuthCard } from '@/components/governance/auth/auth-card'
import { ResetForm } from '@/components/governance/auth/forms'
import { buttonClass } from '@/components/ui/button-class'
import { appRuntime } from '@/lib/governance/server/app-runtime'
import { isResetLive } from '@/lib/governance/server/reset-password'
import { paths } from '@/lib/kernel/paths'
import { resetAction } from '../actions'

/** The address holds a secret: no other site may learn it by a link. */
export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer', robots: 'noindex' }

type Props = { params: Promise<{ token: string }> }

export default async function ResetPage({ params }: Props) {
  const { token } = await params
  const runtime = appRuntime()
  if (!(await isResetLive(runtime.database.db, token, runtime.now()))) {
    return (
      <AuthCard title="This link does not work" answer="It was used, has expired or was replaced by a newer one.">
        <a href={paths.forgotPassword()} className={buttonClass('primary')}>
          Ask for a new link
        </a>
      </AuthCard>
    )
  }
  return (
    <AuthCard title="Choose a new password" answer="You are signed out everywhere when it is saved.">
      <ResetForm action={resetAction.bind(null, token)} />
      <a href={paths.signIn()} className="touchable self-start text-body text-accent underline">
        Go to the sign-in
      </a>
    </AuthCard>
  )
}
