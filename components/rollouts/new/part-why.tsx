'use client'
import Link from 'next/link'
import { Banner } from '@/components/ui/banner'
import { Field, Input, Select, Textarea } from '@/components/ui/field'
import { paths } from '@/lib/kernel/paths'
import { hypothesisSentence } from '@/lib/rollouts/core/hypothesis'
import { type DraftCheck } from '@/lib/rollouts/core/schema'
import { Group, Spot } from './form-parts'
import { type PartProps } from './types'

const SENTENCE = [
  ['change', 'We believe', 'one address page instead of three'],
  ['people', 'for', 'new customers'],
  ['effect', 'will', 'raise completed checkouts by 1 pp'],
  ['because', 'because', 'address entry is where they stop'],
] as const

type Props = PartProps & { earlier: DraftCheck['earlier']; fixed: boolean }

/** What is changed, for whom, what it will do and why: the sentence that the review will be held against. */
export function PartWhy({ form, set, errorOf, choices, earlier, fixed }: Props) {
  const flag = choices.flags.find(({ key }) => key === form.flag)
  return (
    <>
      <Group title="What and where">
        <div className="grid gap-4 sm:grid-cols-2">
          <Spot field="flag">
            <Field
              label="Flag"
              error={errorOf('flag')}
              hint={fixed ? 'This draft is of this flag.' : flag ? `Owner ${flag.owner || 'nobody'}` : undefined}
            >
              {(described) => (
                <Select
                  {...described}
                  value={form.flag}
                  disabled={fixed}
                  onChange={(event) => set({ flag: event.target.value, exposedVariant: '' })}
                >
                  <option value="">Choose…</option>
                  {choices.flags.map(({ key, name }) => (
                    <option key={key} value={key}>
                      {name ? `${key}: ${name}` : key}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </Spot>
          <Spot field="environment">
            <Field label="Environment" error={errorOf('environment')}>
              {(described) => (
                <Select
                  {...described}
                  value={form.environment}
                  disabled={fixed}
                  onChange={(event) => set({ environment: event.target.value })}
                >
                  <option value="">Choose…</option>
                  {choices.environments.map(({ key, name }) => (
                    <option key={key} value={key}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </Spot>
        </div>
        {flag && flag.others.length > 1 && (
          <Field label="Variant that people get">
            {(described) => (
              <Select
                {...described}
                value={form.exposedVariant}
                onChange={(event) => set({ exposedVariant: event.target.value })}
              >
                <option value="">Choose…</option>
                {flag.others.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            )}
          </Field>
        )}
      </Group>
      <Group title="Hypothesis" hint="Four short answers make the sentence.">
        <div className="grid gap-4 sm:grid-cols-2">
          {SENTENCE.map(([field, label, example]) => (
            <Spot key={field} field={field}>
              <Field label={`${label} …`} error={errorOf(field)} optional={field === 'people' || field === 'because'}>
                {(described) => (
                  <Input
                    {...described}
                    value={form[field]}
                    placeholder={example}
                    maxLength={field === 'because' ? 500 : field === 'people' ? 200 : 300}
                    onChange={(event) => set({ [field]: event.target.value })}
                  />
                )}
              </Field>
            </Spot>
          ))}
        </div>
        <output className="measure rounded-card bg-sunken px-4 py-3 text-body" aria-label="The sentence">
          {hypothesisSentence(form) || 'The sentence appears here.'}
        </output>
        <Field
          label="In your own words instead"
          optional
          hint="What you write here is the hypothesis, whatever the sentence says."
        >
          {(described) => (
            <Textarea
              {...described}
              value={form.hypothesis}
              maxLength={2000}
              onChange={(event) => set({ hypothesis: event.target.value })}
            />
          )}
        </Field>
        {earlier && (
          <Banner tone="info">
            <p className="font-medium">
              {earlier.learnings.length === 1
                ? '1 earlier learning mentions'
                : `${earlier.learnings.length} earlier learnings mention`}{' '}
              “{earlier.word}”
            </p>
            <ul className="mt-1 list-disc pl-5">
              {earlier.learnings.map(({ name, claim, rollout }) => (
                <li key={name}>
                  {name} {claim} (
                  <Link className="underline" href={paths.rolloutReview(rollout)}>
                    {rollout}
                  </Link>
                  )
                </li>
              ))}
            </ul>
          </Banner>
        )}
      </Group>
      <Group title="What it is for">
        <Field label="Objective" optional hint="The larger thing this helps with.">
          {(described) => (
            <Input
              {...described}
              value={form.objective}
              maxLength={1000}
              onChange={(event) => set({ objective: event.target.value })}
            />
          )}
        </Field>
        <Field label="Acceptance criteria" optional hint="What must be true for you to keep it, one a line.">
          {(described) => (
            <Textarea
              {...described}
              value={form.acceptance}
              maxLength={2000}
              onChange={(event) => set({ acceptance: event.target.value })}
            />
          )}
        </Field>
      </Group>
    </>
  )
}
