import { type Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/governance/sign-in-form'
import { Banner } from '@/components/ui/banner'
import { returnPath } from '@/lib/governance/server/return-path'
import { visitor } from '@/lib/governance/server/session-actor'
import { signInAction } from './actions'

export const metadata: Metadata = { title: 'Sign in' }

const ended = {
  idle: 'Signed out after 12 h. Sign in to continue where you were.',
  revoked: 'This session was ended. Sign in to continue where you were.',
}

type Props = { searchParams: Promise<{ returnTo?: string | string[] }> }

export default async function SignInPage({ searchParams }: Props) {
  const returnTo = returnPath((await searchParams).returnTo)
  const who = await visitor()
  if (who.actor.kind !== 'anonymous') redirect(returnTo)
  return (
    <main className="flex min-h-dvh items-center justify-center bg-canvas p-4">
      <div className="flex w-full max-w-sm flex-col gap-5 rounded-dialog border border-line bg-surface p-6 sm:p-8">
        <header className="flex flex-col gap-1">
          <p className="flex items-center gap-2 text-body font-medium text-text-2">
            <img src="/icon.svg" alt="" width={24} height={24} />
            Soundings
          </p>
          <h1 className="text-h1 font-bold">Sign in</h1>
          <p className="text-body text-text-2">See how each release is doing, and decide.</p>
        </header>
        {who.ended && <Banner tone="info">{ended[who.ended]}</Banner>}
        <SignInForm returnTo={returnTo} signIn={signInAction} />
      </div>
    </main>
  )
}
