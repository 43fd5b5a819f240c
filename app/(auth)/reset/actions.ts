'use server'
import { type FormAnswer } from '@/components/governance/auth/form'
import { answerHere, callerHere } from '@/lib/governance/server/caller'
import { requestReset } from '@/lib/governance/server/request-reset'
import { resetPassword } from '@/lib/governance/server/reset-password'
import { textOf } from '@/lib/governance/server/sign-in-here'

export async function forgotAction(_: FormAnswer, form: FormData): Promise<FormAnswer> {
  const from = await callerHere()
  const email = textOf(form.get('email'))
  const outcome = await answerHere((runtime) => requestReset(runtime, { email }, from))
  if (!outcome.ok) return { refusal: outcome, typed: { email } }
  return { done: 'If there is an account with this address, a link is on its way. It works for an hour.' }
}

export async function resetAction(token: string, _: FormAnswer, form: FormData): Promise<FormAnswer> {
  const input = { token, password: textOf(form.get('password')) }
  const outcome = await answerHere((runtime) => resetPassword(runtime, input))
  if (!outcome.ok) return { refusal: outcome }
  return { done: 'Your password is saved, and you are signed out everywhere. Sign in with the new one.' }
}
