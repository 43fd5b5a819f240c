import { type Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/governance/auth/auth-card'
import { SignInForm } from '@/components/governance/sign-in-form'
import { Banner } from '@/components/ui/banner'
import { buttonClass } from '@/components/ui/button-class'
import { cx } from '@/components/ui/cx'
import { appRuntime } from '@/lib/governance/server/app-runtime'
import { returnPath } from '@/lib/governance/server/return-path'
import { visitor } from '@/lib/governance/server/session-actor'
import { providerRefusal, signInOptions } from '@/lib/governance/server/sign-in-options'
import { paths } from '@/lib/kernel/paths'
import { providerAction, signInAction } from './actions'

export const metadata: Metadata = { title: 'Sign in' }

const ended = {
  idle: 'Signed out after 12 h. Sign in to continue where you were.',
  revoked: 'This session was ended. Sign in to continue where you were.',
}

type Asked = Partial<Record<'returnTo' | 'refused' | 'error', string | string[]>>
type Props = { searchParams: Promise<Asked> }

export default async function SignInPage({ searchParams }: Props) {
  const asked = await searchParams
  const returnTo = returnPath(asked.returnTo)
  const who = await visitor()
  if (who.actor.kind !== 'anonymous') redirect(returnTo)
  const { provider, firstRun } = await signInOptions(appRuntime())
  if (firstRun) redirect(paths.firstRun())
  const refusal = providerRefusal(asked.refused, asked.error)
  return (
    <AuthCard title="Sign in" answer="See how each release is doing, and decide.">
      {who.ended && <Banner tone="info">{ended[who.ended]}</Banner>}
      {refusal && (
        <Banner tone="warn" role="alert">
          {refusal}
        </Banner>
      )}
      {provider && (
        <>
          <form action={providerAction}>
            <input type="hidden" name="returnTo" value={returnTo} />
            <button type="submit" className={cx(buttonClass('secondary'), 'h-11 w-full')}>
              Sign in with {provider}
            </button>
          </form>
          <p className="text-dense text-text-2">Or with your password:</p>
        </>
      )}
      <SignInForm returnTo={returnTo} signIn={signInAction} />
    </AuthCard>
  )
}
