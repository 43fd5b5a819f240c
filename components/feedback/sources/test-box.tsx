'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Textarea } from '@/components/ui/field'
import { type ClassifyView } from '@/lib/feedback/core/schema'
import { decimal, percent } from '@/lib/kernel/format'
import { type SourceActions } from './actions'

/** What the rules say of a text, with their reasons; nothing is stored. */
export function TestBox({ classify }: Pick<SourceActions, 'classify'>) {
  const [text, setText] = useState('')
  const [view, setView] = useState<ClassifyView | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const run = async () => {
    try {
      const outcome = await classify({ text })
      setProblem(outcome.ok ? null : outcome.message)
      setView(outcome.ok ? outcome.value : null)
    } catch {
      setProblem('Soundings couldn’t be reached. Try again.')
    }
  }
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void run()
      }}
    >
      <Field label="A text as somebody may write it" error={problem}>
        {(described) => (
          <Textarea {...described} value={text} onChange={(event) => setText(event.target.value)} maxLength={10_000} />
        )}
      </Field>
      <div>
        <Button type="submit" disabledReason={text.trim() === '' ? 'Write something.' : null}>
          What do the rules say?
        </Button>
      </div>
      <output aria-live="polite">
        {view && (
          <dl className="flex flex-col gap-1 text-dense">
            <Line name={`type ${view.type.value ?? 'none'}`} because={view.type.because} />
            {view.tags.map((tag) => (
              <Line key={tag.key} name={`${tag.key} ${percent(tag.score)}`} because={tag.because} />
            ))}
            <Line
              name={`sentiment ${view.sentiment.label} (${decimal(view.sentiment.score, 2)})`}
              because={view.sentiment.because}
            />
          </dl>
        )}
      </output>
    </form>
  )
}

type LineProps = { name: string; because: ClassifyView['type']['because'] }
const Line = ({ name, because }: LineProps) => (
  <div>
    <dt className="inline font-medium">{name}</dt>{' '}
    <dd className="inline text-text-2">
      {because
        .map(({ what, weight }) => `“${what}” ${weight >= 0 ? '+' : '−'}${decimal(Math.abs(weight), 1)}`)
        .join(' · ')}
    </dd>
  </div>
)
