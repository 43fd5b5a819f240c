'use client'
import { Field, Textarea } from '@/components/ui/field'
import { type DraftCheck } from '@/lib/rollouts/core/schema'
import { cx } from '@/components/ui/cx'
import { Card } from '../card'
import { type PartProps } from './types'

const lineOf = (i: number): string => `line ${i + 1}`

type Props = Pick<PartProps, 'form'> & {
  check: DraftCheck | undefined
  rewrites: string | null
  /** Why it may start all the same; null where nothing asks for it. */
  reason: { text: string; set: (text: string) => void; error: string | null; cautions: readonly string[] } | null
}

/** The plan as one reads it aloud, line by line, and whose sign-off each stage waits for. */
export function PartReview({ form, check, rewrites, reason }: Props) {
  const asked = form.stages.flatMap(({ disciplines, weight }, i) =>
    disciplines.length === 0 ? [] : [{ stage: i + 1, weight, disciplines }],
  )
  return (
    <>
      <Card title="The plan">
        {check?.paragraph ? (
          <p className="measure text-answer">{check.paragraph}</p>
        ) : (
          <p className="text-body text-text-2">It can be read here when nothing is missing any more.</p>
        )}
      </Card>
      <Card title="Sign-offs">
        {asked.length === 0 ? (
          <p className="text-body text-text-2">No stage asks for one.</p>
        ) : (
          <ul className="flex flex-col gap-1 text-body">
            {asked.map(({ stage, weight, disciplines }) => (
              <li key={stage}>
                <span className="font-medium">Stage {stage}</span> ({weight}%): {disciplines.join(', ')}
              </li>
            ))}
          </ul>
        )}
      </Card>
      {check && check.diff.length > 0 && (
        <Card title={rewrites ? `What changes in ${rewrites}` : 'Line by line'}>
          <div className="rounded-control bg-sunken">
            <pre className="px-4 py-3 font-mono text-dense leading-5 break-words whitespace-pre-wrap">
              {check.diff.map(({ sign, text }, i) => (
                <div key={lineOf(i)} className={cx(sign === '+' && 'text-good', sign === '-' && 'text-bad')}>
                  <span className="sr-only">{sign === '+' ? 'added: ' : sign === '-' ? 'removed: ' : ''}</span>
                  <span aria-hidden="true">{rewrites || sign === '-' ? sign : ' '} </span>
                  {text}
                </div>
              ))}
            </pre>
          </div>
        </Card>
      )}
      {reason && (
        <Card title="Start anyway, because…">
          <ul className="mb-2 list-disc pl-5 text-body text-text-2">
            {reason.cautions.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <div data-field="reason">
            <Field label="Reason" error={reason.error} hint="Kept with the decision.">
              {(described) => (
                <Textarea
                  {...described}
                  value={reason.text}
                  maxLength={2000}
                  onChange={(event) => reason.set(event.target.value)}
                />
              )}
            </Field>
          </div>
        </Card>
      )}
    </>
  )
}
