'use client'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { errorAt, type Save, useSave } from '@/components/governance/settings/use-save'
import { PageHead } from '@/components/shell/page-head'
import { type Crumb } from '@/components/shell/crumbs'
import { RoomFrame } from '@/components/shell/room-frame'
import { Button } from '@/components/ui/button'
import { Field, Select, Textarea } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { measuresOtherwise } from '@/lib/analysis/core/metric-change'
import { metricSentence } from '@/lib/analysis/core/metric-words'
import { type MetricDefinition, type MetricTest, type MetricUser, type MetricView } from '@/lib/analysis/core/schema'
import { paths } from '@/lib/kernel/paths'
import { CountsFields, type Seen } from './counts-fields'
import { FormPart, TextField } from './form-parts'
import { LimitsFields } from './limits-fields'
import { type MetricDraft, sentDraft } from './metric-draft'

const TestResult = dynamic(async () => (await import('./test-result')).TestResult)
const BreakDialog = dynamic(async () => (await import('./break-dialog')).BreakDialog)

type Props = {
  crumbs: readonly Crumb[]
  title: string
  initial: MetricDraft
  /** The metric that is edited, and the rollouts that run with it; null: a new one. */
  edited: { metric: MetricView; live: readonly MetricUser[] } | null
  environments: readonly { key: string; name: string }[]
  seen: Seen
  why: string | null
  save: Save<MetricView>
  test: Save<MetricTest>
}

/** A metric as a form: what it counts, what harm is, who answers for it; tried on real events before it is saved. */
export function MetricForm({ crumbs, title, initial, edited, environments, seen, why, save, test }: Props) {
  const router = useRouter()
  const [draft, setDraft] = useState(initial)
  const [note, setNote] = useState('')
  const [isAsking, ask] = useState(false)
  const [environment, setEnvironment] = useState(environments[0]?.key ?? '')
  const [tested, setTested] = useState<{ of: string; result: MetricTest } | null>(null)
  const saved = useSave(save, edited ? 'Saved' : 'Metric created', true)
  const tried = useSave(test, 'Tested', true)
  const set = (change: Partial<MetricDraft>) => setDraft((before) => ({ ...before, ...change }))
  const was = edited?.metric ?? null
  const input = sentDraft(draft, was)
  const counted = JSON.stringify([
    input.source,
    input.aggregation,
    input.of,
    input.per,
    input.level,
    input.cap,
    environment,
  ])
  const fresh = tested?.of === counted ? tested.result : null
  const errorOf = (field: string) => errorAt(saved.refusal, field) ?? errorAt(tried.refusal, field)
  // What the server refuses is refused there; here only what would break is told beforehand.
  const breaks = was !== null && measuresOtherwise(was, input as MetricDefinition)
  const store = () => {
    const body = edited ? { ...input, expectedVersion: edited.metric.version, note } : input
    saved.send(body, (metric) => router.push(paths.metric(metric.key)))
    ask(false)
  }
  const live = edited?.live ?? []
  return (
    <RoomFrame crumbs={crumbs}>
      <form
        className="flex max-w-220 flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (breaks && live.length > 0) ask(true)
          else store()
        }}
      >
        <PageHead title={title} answer={draft.event === '' ? 'Choose what it counts.' : sentenceOf(input)} />
        <FormPart title="What is it called?">
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label="Name" name="name" required draft={draft} set={set} error={errorOf('name')} />
            {edited ? null : (
              <TextField
                label="Key"
                name="key"
                required
                draft={draft}
                set={set}
                hint="How plans and programs name it, for good."
                error={errorOf('key')}
              />
            )}
          </div>
          <TextField
            label="Objective"
            name="objective"
            optional
            draft={draft}
            set={set}
            hint="What it protects or is to win: “people can pay”."
            error={errorOf('objective')}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label="Owner" name="owner" optional draft={draft} set={set} error={errorOf('owner')} />
            <TextField
              label="Review by"
              name="reviewOn"
              type="date"
              optional
              draft={draft}
              set={set}
              error={errorOf('reviewOn')}
            />
          </div>
        </FormPart>
        <CountsFields draft={draft} set={set} seen={seen} errorOf={errorOf} />
        <LimitsFields draft={draft} set={set} usual={fresh?.value ?? null} errorOf={errorOf} />
        <FormPart title="Test on the last 7 days">
          <div className="flex flex-wrap items-end gap-3">
            {environments.length > 1 && (
              <div className="w-48">
                <Field label="Environment">
                  {(described) => (
                    <Select {...described} value={environment} onChange={(event) => setEnvironment(event.target.value)}>
                      {environments.map(({ key, name }) => (
                        <option key={key} value={key}>
                          {name}
                        </option>
                      ))}
                    </Select>
                  )}
                </Field>
              </div>
            )}
            <Button
              pending={tried.pending}
              pendingLabel="Reading…"
              disabledReason={draft.event.trim() === '' ? 'Choose an event first.' : null}
              onClick={() => {
                const definition = { ...input, key: input.key || 'draft' }
                tried.send({ environment, definition }, (result) => setTested({ of: counted, result }))
              }}
            >
              Test on last 7 days
            </Button>
          </div>
          {tried.refusal && !tried.pending && <RefusalNote refusal={tried.refusal} />}
          {fresh ? (
            <TestResult
              tested={fresh}
              metric={draft}
              environment={environments.find(({ key }) => key === environment)?.name ?? environment}
            />
          ) : (
            <p className="text-dense text-text-2">
              {tested ? 'What it counts has changed since the test.' : 'Nothing is stored by a test.'}
            </p>
          )}
        </FormPart>
        {edited && (
          <Field label="Why" optional>
            {(described) => (
              <Textarea
                {...described}
                maxLength={1000}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
        )}
        {saved.refusal && <RefusalNote refusal={saved.refusal} />}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" pending={saved.pending} disabledReason={why}>
            {edited ? `Save as version ${edited.metric.version + 1}` : 'Create metric'}
          </Button>
          {breaks && (
            <p className="text-dense font-medium text-warn">
              △ It will count something else: before and after can’t be compared.
            </p>
          )}
        </div>
      </form>
      {isAsking && (
        <BreakDialog
          name={was?.name ?? ''}
          live={live}
          confirm={store}
          close={() => ask(false)}
          pending={saved.pending}
        />
      )}
    </RoomFrame>
  )
}

/** The sentence of what is typed so far. */
const sentenceOf = (input: ReturnType<typeof sentDraft>): string => metricSentence(input as MetricDefinition)
