import { isAway } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { isFirstRun } from './first-run'
import { ssoConfig } from './sso-config'

/** What the sign-in screen offers besides passwords. Without the database: nothing else. */
export async function signInOptions(runtime: Runtime): Promise<{ provider: string | null; firstRun: boolean }> {
  try {
    const sso = await ssoConfig(runtime.database.db)
    return { provider: sso?.name ?? null, firstRun: await isFirstRun(runtime) }
  } catch (error) {
    if (isAway(error)) return { provider: null, firstRun: false }
    throw error
  }
}

/** Why a sign-in through the provider did not work, in words; null for a code that is none of ours. */
export function providerRefusal(refused: unknown, error: unknown): string | null {
  if (typeof refused === 'string') return REFUSED[refused] ?? null
  if (error === 'AccessDenied') return 'The provider did not let you in. Nothing changed.'
  return typeof error === 'string' ? BROKEN : null
}

const BROKEN =
  'Soundings could not trust the provider’s answer, or could not reach it. You are not signed in. Try again; if it stays, tell an admin.'

const REFUSED: Readonly<Record<string, string>> = {
  'sso-no-email': 'The provider did not say your e-mail address. Ask the people who run it to share the e-mail claim.',
  'sso-email-unverified': 'The provider has not verified your e-mail address. Verify it there, then sign in again.',
  'sso-domain': 'This e-mail address is not of a domain that may come in. Ask an admin for an invitation.',
  'sso-not-invited': 'You are no member of this workspace. Ask an admin for an invitation.',
  'sso-no-role': 'The provider names no role for you here. Ask the people who run it to put you into a group.',
}
