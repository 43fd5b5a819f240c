'use client'
import { useActionState, useEffect, useRef } from 'react'
import { type Refusal } from '@/lib/kernel/result'
import { paths } from '@/lib/kernel/paths'
import { buttonClass } from '../ui/button-class'
import { cx } from '../ui/cx'
import { Field, Input } from '../ui/field'

type Props = {
  /** Where to go afterwards: a path of ours. */
  returnTo: string
  /** Answers when it was refused, with the e-mail as typed; a yes leads on. */
  signIn: (before: SignInAnswer | null, form: FormData) => Promise<SignInAnswer>
}
export type SignInAnswer = { refusal: Refusal; email: string }

/** E-mail and password, made for password managers; works before any script has loaded. */
export function SignInForm({ returnTo, signIn }: Props) {
  const [answer, submit, pending] = useActionState(signIn, null)
  const refusal = answer?.refusal
  const password = useRef<HTMLInputElement>(null)

  // The e-mail stays; focus on the password makes its error heard and the next key belong to it.
  useEffect(() => {
    if (answer) password.current?.focus()
  }, [answer])

  return (
    <form action={submit} className="flex flex-col gap-4">
      <input type="hidden" name="returnTo" value={returnTo} />
      <Field label="E-mail">
        {(described) => (
          <Input
            {...described}
            name="email"
            defaultValue={answer?.email}
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        )}
      </Field>
      <Field label="Password" error={refusal ? `${refusal.message} ${refusal.remedy ?? ''}`.trim() : null}>
        {(described) => (
          <Input
            {...described}
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
      {/* The bare class: the full button brings tooltips, which this page has no use for and no room. */}
      <button type="submit" aria-busy={pending || undefined} className={cx(buttonClass('primary'), 'h-11')}>
        {pending ? 'Signing in…' : 'Sign in'}
      </button>
      <a href={paths.forgotPassword()} className="touchable self-start text-body text-accent underline">
        Forgot your password?
      </a>
    </form>
  )
}
