'use client'
import { type ReactNode, useActionState } from 'react'
import { type Refusal } from '@/lib/kernel/result'
import { Banner } from '../../ui/banner'
import { buttonClass } from '../../ui/button'
import { CopyButton } from '../../ui/copy-button'
import { cx } from '../../ui/cx'

/** What a form of a signed-out person hears: what it may not do, or that it is done. */
export type FormAnswer = { refusal: Refusal; typed?: Record<string, string> } | Done | null
/** @param shown what is shown this once, such as keys */
type Done = { done: string; shown?: { label: string; text: string }[] }
export type FormAction = (before: FormAnswer, form: FormData) => Promise<FormAnswer>

type Props = {
  action: FormAction
  submit: string
  submitting: string
  /** Draws the fields. `errorOf` gives the sentence that belongs to one of them. */
  children: (errorOf: (field: string) => string | null, typed: Record<string, string>) => ReactNode
  fields: readonly string[]
}

/** A form that works before any script has loaded; a refusal stands at the field that it is about, or above the button. */
export function AuthForm({ action, submit, submitting, fields, children }: Props) {
  const [answer, send, pending] = useActionState(action, null)
  if (answer && 'done' in answer) return <AfterForm {...answer} />
  const refusal = answer?.refusal
  const words = refusal ? `${refusal.message} ${refusal.remedy ?? ''}`.trim() : null
  const atField = refusal?.field !== undefined && fields.includes(refusal.field)
  return (
    <form action={send} className="flex flex-col gap-4">
      {children((field) => (refusal?.field === field ? words : null), answer?.typed ?? {})}
      {words && !atField && (
        <Banner tone="warn" role="alert">
          {words}
        </Banner>
      )}
      <button type="submit" aria-busy={pending || undefined} className={cx(buttonClass('primary'), 'h-11')}>
        {pending ? submitting : submit}
      </button>
    </form>
  )
}

function AfterForm({ done, shown }: Done) {
  return (
    <>
      <Banner tone="good" role="alert">
        {done}
      </Banner>
      {shown && (
        <dl className="flex flex-col gap-3">
          {shown.map(({ label, text }) => (
            <div key={label} className="flex flex-col gap-1">
              <dt className="text-dense text-text-2">{label}</dt>
              <dd className="flex flex-wrap items-center gap-2">
                <code className="min-w-0 flex-1 basis-40 rounded-chip bg-sunken px-2 py-1 text-caption break-all">
                  {text}
                </code>
                <CopyButton text={text} label="Copy" />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
