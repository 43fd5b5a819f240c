import { redirect } from 'next/navigation'
import { CallbackRouteError } from '@auth/core/errors'
import { paths } from '@/lib/kernel/paths'
import { refuse, type Refusal } from '@/lib/kernel/result'
import { isAway } from '@/lib/platform/database'
import { signIn, signOut } from './auth'
import { SignInRefused, SSO_PROVIDER } from './auth-config'
import { returnPath } from './return-path'

/** Signs this browser in and leads it where it wanted to go; answers only when it was refused. For server actions. */
export async function signInHere(form: FormData): Promise<{ refusal: Refusal; email: string }> {
  const [email, password, returnTo] = [textOf(form.get('email')), textOf(form.get('password')), form.get('returnTo')]
  try {
    await signIn('credentials', { email, password, redirect: false })
  } catch (error) {
    if (error instanceof SignInRefused) return { refusal: error.refusal, email }
    if (error instanceof CallbackRouteError && isAway(error.cause?.err)) return { refusal: unreachable, email }
    if (isAway(error)) return { refusal: unreachable, email }
    throw error
  }
  return redirect(returnPath(textOf(returnTo)))
}

/** Leads this browser to the provider, and back to where it wanted to go. For server actions. */
export async function signInWithProvider(form: FormData): Promise<void> {
  await signIn(SSO_PROVIDER, { redirectTo: returnPath(textOf(form.get('returnTo'))) })
}

/** Ends this browser's session and leads it to the sign-in screen. */
export async function signOutHere(): Promise<void> {
  await signOut({ redirectTo: paths.signIn() })
}

export const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '')

const unreachable = refuse('database-away', 'Soundings cannot reach its database.', {
  remedy: 'Flags are served as before. Try again in a moment.',
})
