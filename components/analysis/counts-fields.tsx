import { Field, Input, Select } from '@/components/ui/field'
import { AGGREGATION_WORDS } from '@/lib/analysis/core/metric-words'
import { type Aggregation } from '@/lib/analysis/core/schema'
import { countShort } from '@/lib/kernel/format'
import { lengthOf } from '@/lib/kernel/format-time'
import { toMs, type Instant } from '@/lib/kernel/moments'
import { FormPart, type SetDraft, TextField } from './form-parts'
import { type MetricDraft, WINDOW_MS, type WindowUnit } from './metric-draft'

/** Events that really arrived, in which span, and the moment they were counted. */
export type Seen = {
  events: readonly { name: string; count: number; withValue: number; lastAt: Instant }[]
  span: string
  now: Instant
}

type Props = { draft: MetricDraft; set: SetDraft; seen: Seen; errorOf: (field: string) => string | null }

const FORMS = Object.keys(AGGREGATION_WORDS) as Aggregation[] // the table has exactly these keys
const UNITS = Object.keys(WINDOW_MS) as WindowUnit[] // the same
const UNIT_WORDS = { min: 'minutes', h: 'hours', d: 'days' } as const

/** What a metric counts: the form, the event, and within which time. */
export function CountsFields({ draft, set, seen, errorOf }: Props) {
  const { aggregation } = draft
  const about = AGGREGATION_WORDS[aggregation]
  return (
    <FormPart title="What does it count?">
      <Field label="Form" hint={about.about}>
        {(described) => (
          <Select
            {...described}
            value={aggregation}
            onChange={(event) => {
              const next = FORMS.find((form) => form === event.target.value) ?? 'first-event'
              set({ aggregation: next, ...(next === 'quantile' ? { direction: 'lower' } : {}) })
            }}
          >
            {FORMS.map((form) => (
              <option key={form} value={form}>
                {AGGREGATION_WORDS[form].word}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <datalist id="events-seen">
        {seen.events.map(({ name, count }) => (
          <option key={name} value={name}>
            {countShort(count)} in the last {seen.span}
          </option>
        ))}
      </datalist>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Event"
          name="event"
          list="events-seen"
          required
          draft={draft}
          set={set}
          hint={seenWords(draft.event, seen, aggregation)}
          error={errorOf('source.event')}
        />
        {aggregation === 'ratio' && (
          <TextField
            label="For each"
            name="per"
            list="events-seen"
            required
            draft={draft}
            set={set}
            hint={seenWords(draft.per, seen, 'ratio')}
            error={errorOf('per')}
          />
        )}
        {aggregation === 'mean' && (
          <Field label="A person’s number">
            {(described) => (
              <Select
                {...described}
                value={draft.of}
                onChange={(event) => set({ of: event.target.value === 'first' ? 'first' : 'sum' })}
              >
                <option value="sum">All their events added up; 0 without any</option>
                <option value="first">The value of their first event; only people who have one</option>
              </Select>
            )}
          </Field>
        )}
        {aggregation === 'quantile' && (
          <Field label="Level">
            {(described) => (
              <Select {...described} value={draft.level} onChange={(event) => set({ level: event.target.value })}>
                {['50', '75', '90', '95', '99'].map((level) => (
                  <option key={level} value={level}>
                    p{level}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
      </div>
      {aggregation !== 'first-event' && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Within"
            optional={aggregation === 'quantile'}
            hint="Counted for each person from the moment they first meet the change."
            error={errorOf('window')}
          >
            {(described) => (
              <span className="flex gap-2">
                <Input
                  {...described}
                  inputMode="decimal"
                  required={aggregation !== 'quantile'}
                  value={draft.window}
                  onChange={(event) => set({ window: event.target.value })}
                />
                <Select
                  aria-label="Unit of the time"
                  value={draft.windowUnit}
                  onChange={(event) => set({ windowUnit: UNITS.find((one) => one === event.target.value) ?? 'h' })}
                >
                  {UNITS.map((unit) => (
                    <option key={unit} value={unit}>
                      {UNIT_WORDS[unit]}
                    </option>
                  ))}
                </Select>
              </span>
            )}
          </Field>
          {(aggregation === 'mean' || aggregation === 'ratio') && (
            <TextField
              label="Cap"
              name="cap"
              numeric
              optional
              draft={draft}
              set={set}
              hint="Nobody counts for more than this, so that one heavy user decides nothing."
              error={errorOf('cap')}
            />
          )}
        </div>
      )}
      <details open={draft.attribute !== '' || draft.atLeast !== ''}>
        <summary className="cursor-pointer text-body font-medium">Only some of these events</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-3">
          <TextField label="Attribute" name="attribute" optional draft={draft} set={set} />
          <TextField
            label="Is one of"
            name="values"
            draft={draft}
            set={set}
            required={draft.attribute.trim() !== ''}
            hint="With commas between; in quotes what is a text but looks like a number."
            error={errorOf('source.where.values')}
          />
          <TextField label="Value at least" name="atLeast" numeric optional draft={draft} set={set} />
        </div>
      </details>
    </FormPart>
  )
}

function seenWords(event: string, { events, span, now }: Seen, aggregation: Aggregation): string {
  const name = event.trim()
  if (name === '') return `${events.length} names arrived in the last ${span}; they are proposed as you type.`
  const found = events.find((one) => one.name === name)
  if (!found) return `△ No “${name}” has arrived in the last ${span}.`
  const needsValue = aggregation === 'quantile' || aggregation === 'mean'
  const values = needsValue ? `, ${countShort(found.withValue)} with a value` : ''
  const ago = lengthOf(toMs(now) - toMs(found.lastAt))
  return `✓ ${countShort(found.count)} in the last ${span}${values}; the last one ${ago} ago.`
}
