'use server'
import { type FormAnswer } from '@/components/governance/auth/form'
import { acceptInvitation } from '@/lib/governance/server/accept-invitation'
import { answerHere, callerHere } from '@/lib/governance/server/caller'
import { signInHere, textOf } from '@/lib/governance/server/sign-in-here'

export async function acceptAction(token: string, _: FormAnswer, form: FormData): Promise<FormAnswer> {
  const from = await callerHere()
  const [email, name] = [textOf(form.get('email')), textOf(form.get('name'))]
  const input = { token, email, name, password: textOf(form.get('password')) }
  const outcome = await answerHere((runtime) => acceptInvitation(runtime, input, from))
  if (!outcome.ok) return { refusal: outcome, typed: { email, name } }
  return signInHere(form)
}
