'use client'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Input, Select, Textarea } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { Time } from '@/components/ui/time'
import { type ReviewView, type RolloutView } from '@/lib/rollouts/core/schema'
import { Card } from './card'
import { useSay, type WordActions } from './use-say'

const TEXTS = [
  ['expected', 'Expected', 'What you hoped for, and how much.'],
  ['observed', 'Observed', 'What happened, in numbers where there are any.'],
  ['good', 'Good effects', ''],
  ['unintended', 'Effects nobody intended', ''],
] as const

type Fields = {
  expected: string
  observed: string
  good: string
  unintended: string
  quotes: string
  learning: string
  holdsFor: string
  confidence: ReviewView['confidence']
  checkBy: string
  flagEndsOn: string
}

function fieldsOf(rollout: RolloutView, review: ReviewView | null): Fields {
  return {
    expected: review?.expected ?? [rollout.hypothesis, rollout.brief?.acceptance].filter(Boolean).join('\n'),
    observed: review?.observed ?? '',
    good: review?.good ?? '',
    unintended: review?.unintended ?? '',
    quotes: review?.quotes.join('\n') ?? '',
    learning: review?.learning ?? '',
    holdsFor: review?.holdsFor ?? '',
    confidence: review?.confidence ?? 'likely',
    checkBy: review?.checkBy ?? '',
    flagEndsOn: review?.flagEndsOn ?? '',
  }
}

type Props = { rollout: RolloutView; review: ReviewView | null; write: WordActions['review'] }

/** The review of an ended rollout; it may be written again, and the learning keeps its number. */
export function ReviewForm({ rollout, review, write }: Props) {
  const [fields, setFields] = useState(() => fieldsOf(rollout, review))
  const [tried, setTried] = useState(false)
  const say = useSay(rollout, write)
  const set = (change: Partial<Fields>) => setFields((before) => ({ ...before, ...change }))
  const quotes = fields.quotes
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const wrong = {
    expected: fields.expected.trim() === '' ? 'Say what you expected.' : null,
    observed: fields.observed.trim() === '' ? 'Say what you saw.' : null,
    quotes:
      quotes.length > 10 || quotes.some((quote) => quote.length > 500) ? 'At most ten quotes of 500 letters.' : null,
  }
  const save = async () => {
    setTried(true)
    if (wrong.expected || wrong.observed || wrong.quotes) return
    const { checkBy, flagEndsOn, ...texts } = fields
    const dates = { checkBy: checkBy || null, flagEndsOn: flagEndsOn || null }
    await say.send({ ...texts, quotes, ...dates, expectedVersion: review?.version ?? 0 })
  }
  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {review && (
        <p className="text-body text-text-2">
          Written by {review.author}, <Time at={review.updatedAt} format="short" now={rollout.now} />
          {review.learningName && ` · ${review.learningName}`}
        </p>
      )}
      <Card title="Expected against observed">
        <div className="grid gap-4 md:grid-cols-2">
          {TEXTS.map(([field, label, hint]) => (
            <Field
              key={field}
              label={label}
              hint={hint || undefined}
              optional={field === 'good' || field === 'unintended'}
              error={tried && (field === 'expected' || field === 'observed') ? wrong[field] : null}
            >
              {(described) => (
                <Textarea
                  {...described}
                  rows={4}
                  maxLength={4000}
                  value={fields[field]}
                  onChange={(event) => set({ [field]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <div className="mt-4">
          <Field label="What people said" optional hint="One quote a line." error={tried ? wrong.quotes : null}>
            {(described) => (
              <Textarea
                {...described}
                value={fields.quotes}
                onChange={(event) => set({ quotes: event.target.value })}
              />
            )}
          </Field>
        </div>
      </Card>
      <Card title="Learning">
        <div className="grid gap-4 md:grid-cols-2">
          <Field label="Claim" optional hint="One sentence that others can use. It joins the list of learnings.">
            {(described) => (
              <Input
                {...described}
                maxLength={300}
                value={fields.learning}
                onChange={(event) => set({ learning: event.target.value })}
              />
            )}
          </Field>
          <Field label="Holds for" optional hint="Such as web, Germany and France.">
            {(described) => (
              <Input
                {...described}
                maxLength={300}
                value={fields.holdsFor}
                onChange={(event) => set({ holdsFor: event.target.value })}
              />
            )}
          </Field>
          <Field label="How sure">
            {(described) => (
              <Select
                {...described}
                value={fields.confidence}
                onChange={(event) => set({ confidence: confidenceOf(event.target.value) })}
              >
                <option value="sure">Sure</option>
                <option value="likely">Likely</option>
                <option value="hunch">A hunch</option>
              </Select>
            )}
          </Field>
          <Field label="Still true? Ask again on" optional>
            {(described) => (
              <Input
                {...described}
                type="date"
                value={fields.checkBy}
                onChange={(event) => set({ checkBy: event.target.value })}
              />
            )}
          </Field>
          <Field
            label="Flag is gone from code by"
            optional
            hint="Kept with the review; the flag's own end date is on its page."
          >
            {(described) => (
              <Input
                {...described}
                type="date"
                value={fields.flagEndsOn}
                onChange={(event) => set({ flagEndsOn: event.target.value })}
              />
            )}
          </Field>
        </div>
      </Card>
      {say.refusal && <RefusalNote refusal={say.refusal} />}
      {say.fault && <Banner tone="warn">Soundings couldn’t be reached. What you wrote is still here.</Banner>}
      <Button
        look="primary"
        type="submit"
        className="self-start"
        pending={say.isPending}
        disabledReason={rollout.rights.edit}
      >
        {review ? 'Save review' : 'Write review'}
      </Button>
    </form>
  )
}

const confidenceOf = (text: string): Fields['confidence'] => (text === 'sure' || text === 'hunch' ? text : 'likely')
