'use server'
import { type SignInAnswer } from '@/components/governance/sign-in-form'
import { signInHere, signInWithProvider } from '@/lib/governance/server/sign-in-here'

export async function signInAction(_: SignInAnswer | null, form: FormData): Promise<SignInAnswer> {
  return signInHere(form)
}

export async function providerAction(form: FormData): Promise<void> {
  return signInWithProvider(form)
}
