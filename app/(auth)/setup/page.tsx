import { type Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/governance/auth/auth-card'
import { SetupForm } from '@/components/governance/auth/forms'
import { appRuntime } from '@/lib/governance/server/app-runtime'
import { isFirstRun } from '@/lib/governance/server/first-run'
import { paths } from '@/lib/kernel/paths'
import { setupAction } from './actions'

export const metadata: Metadata = { title: 'Set up Soundings', referrer: 'no-referrer', robots: 'noindex' }

type Props = { searchParams: Promise<{ code?: string | string[] }> }

export default async function SetupPage({ searchParams }: Props) {
  const { code } = await searchParams
  if (!(await isFirstRun(appRuntime()))) redirect(paths.signIn())
  return (
    <AuthCard title="Set up Soundings" answer="You become the first admin. All of this can be changed later.">
      <SetupForm action={setupAction} code={typeof code === 'string' ? code : ''} />
    </AuthCard>
  )
}
