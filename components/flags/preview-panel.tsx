'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input, Textarea } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { type FlagPlace } from '@/lib/flags/core/flag-detail'
import { countExact } from '@/lib/kernel/format'
import { type Outcome } from '@/lib/kernel/result'
import { type Draft, type Explained, type FlagScreenProps } from './flag-screen-types'

type Props = FlagScreenProps & { place: FlagPlace; draft: Draft | null }

/** Asks the very evaluator that serves clients, for one person; with the rules being written while they are. */
export function PreviewPanel({ detail, place, draft, deeds }: Props) {
  const [id, setId] = useState('')
  const [text, setText] = useState('')
  const [answer, setAnswer] = useState<Outcome<Explained> | 'asking' | 'fault' | null>(null)
  const ask = async () => {
    setAnswer('asking')
    const input = {
      key: detail.definition.key,
      environment: place.key,
      ...(id === '' ? {} : { targetingKey: id }),
      attributes: attributesIn(text),
      ...(draft ? { draft } : {}),
    }
    setAnswer(await deeds.explain(input).catch(() => 'fault' as const))
  }
  return (
    <section aria-label="Who gets what?" className="card min-w-0 px-4 py-4 sm:px-5 lg:sticky lg:top-16">
      <h2 className="mb-3 text-answer font-bold">Who gets what?</h2>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void ask()
        }}
      >
        <Field label="User id" hint="The targeting key that your app sends." optional>
          {(described) => (
            <Input {...described} value={id} maxLength={500} onChange={(event) => setId(event.target.value)} />
          )}
        </Field>
        <Field label="Attributes" hint="One a line, such as plan=Enterprise" optional>
          {(described) => <Textarea {...described} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
        <Button type="submit" pending={answer === 'asking'}>
          {draft ? 'Try the rules being written' : 'Why did this person get this?'}
        </Button>
      </form>
      <output className="mt-3 block text-body">
        {answer === 'fault' && <p>The question could not be asked: Soundings didn’t answer. Try again.</p>}
        {answer !== null && typeof answer === 'object' && answer.ok && <Why why={answer.value} />}
      </output>
      {answer !== null && typeof answer === 'object' && !answer.ok && <RefusalNote refusal={answer} />}
    </section>
  )
}

function Why({ why }: { why: Explained }) {
  if (why.because === 'disabled') return <p>The default of the code: the flag is disabled here.</p>
  const value = <code className="text-dense">{JSON.stringify(why.value)}</code>
  return (
    <>
      <p className="text-answer">
        → <strong>{why.variant}</strong> {value}
      </p>
      <p className="text-text-2">
        {why.because === 'stopped' && 'Exposure is stopped: everyone gets the safe variant before every rule.'}
        {why.because === 'otherwise' && 'No rule is about this person.'}
        {why.because === 'rule' && (
          <>
            By rule {why.index + 1}: {why.rule}
            {why.bucket !== null && `. Bucket ${countExact(why.bucket)} of 100,000`}
          </>
        )}
      </p>
    </>
  )
}

/** `plan=Enterprise` a line; numbers, true and false are meant as such. */
function attributesIn(text: string): Record<string, string | number | boolean> {
  const lines = text.split('\n').flatMap((line): [string, string][] => {
    const at = line.search(/[=:]/)
    return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()]] : []
  })
  return Object.fromEntries(lines.map(([name, value]) => [name, meant(value)]))
}

function meant(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  return value.replace(/^"(.*)"$/, '$1')
}
