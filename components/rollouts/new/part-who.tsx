'use client'
import { Field, Input, Select } from '@/components/ui/field'
import { type DraftCheck, type DraftForm } from '@/lib/rollouts/core/schema'
import { Choice, Group, Spot, Tick } from './form-parts'
import { RepresentativeTable } from './representative-table'
import { type PartProps } from './types'

const AUDIENCES: readonly (readonly [DraftForm['audience'], string, string])[] = [
  ['everybody', 'Everybody', 'The share of each stage is drawn from all people.'],
  ['segment', 'A segment', 'Only people of one segment can get it.'],
  ['attribute', 'People with an attribute', 'Such as plan is pro, or region is EU.'],
]

/** Who can get it, who never does, and whether they stand for everybody. */
export function PartWho({ form, set, errorOf, choices, check }: PartProps & { check: DraftCheck | undefined }) {
  return (
    <>
      <Group title="Audience">
        <div role="radiogroup" aria-label="Audience" className="grid gap-2 sm:grid-cols-3">
          {AUDIENCES.map(([value, title, text]) => (
            <Choice
              key={value}
              name="audience"
              value={value}
              title={title}
              checked={form.audience === value}
              onChange={() => set({ audience: value })}
            >
              {text}
            </Choice>
          ))}
          {form.kept !== null && (
            <Choice
              name="audience"
              value="kept"
              title="As it is"
              checked={form.audience === 'kept'}
              onChange={() => set({ audience: 'kept' })}
            >
              A rule that this form cannot write; it stays as it is.
            </Choice>
          )}
        </div>
        {form.audience === 'segment' && (
          <Spot field="segment">
            <Field
              label="Segment"
              error={errorOf('segment')}
              hint={choices.segments.length === 0 ? 'There are no segments yet.' : undefined}
            >
              {(described) => (
                <Select {...described} value={form.segment} onChange={(event) => set({ segment: event.target.value })}>
                  <option value="">Choose…</option>
                  {choices.segments.map(({ key, name }) => (
                    <option key={key} value={key}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </Spot>
        )}
        {form.audience === 'attribute' && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Spot field="attribute">
              <Field label="Attribute" error={errorOf('attribute')} hint="As your app sends it, such as plan.">
                {(described) => (
                  <Input
                    {...described}
                    value={form.attribute}
                    maxLength={100}
                    onChange={(event) => set({ attribute: event.target.value })}
                  />
                )}
              </Field>
            </Spot>
            <Spot field="attributeValues">
              <Field label="Is one of" error={errorOf('attributeValues')} hint="With commas between: pro, enterprise">
                {(described) => (
                  <Input
                    {...described}
                    value={form.attributeValues}
                    maxLength={500}
                    onChange={(event) => set({ attributeValues: event.target.value })}
                  />
                )}
              </Field>
            </Spot>
          </div>
        )}
      </Group>
      <Group
        title="Never for"
        hint={
          choices.segments.length === 0
            ? 'Segments can be left out; there are none yet.'
            : 'People of these segments are left out.'
        }
      >
        {choices.segments.length > 0 && (
          <div className="grid gap-x-4 sm:grid-cols-2">
            {choices.segments.map(({ key, name }) => (
              <Tick
                key={key}
                checked={form.excluded.includes(key)}
                onChange={(on) =>
                  set({ excluded: on ? [...form.excluded, key] : form.excluded.filter((one) => one !== key) })
                }
              >
                {name}
              </Tick>
            ))}
          </div>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <Spot field="consent">
            <Field
              label="Consent"
              optional
              error={errorOf('consent')}
              hint="Attribute that says a person opted in. Empty: nobody is asked."
            >
              {(described) => (
                <Input
                  {...described}
                  value={form.consent}
                  maxLength={100}
                  placeholder="beta_consent"
                  onChange={(event) => set({ consent: event.target.value })}
                />
              )}
            </Field>
          </Spot>
          <Spot field="minExposure">
            <Field
              label="Minimum exposure"
              optional
              error={errorOf('minExposure')}
              hint="People who must have met it before any stage may go on. Empty: what the evidence needs."
            >
              {(described) => (
                <Input
                  {...described}
                  inputMode="numeric"
                  value={form.minExposure}
                  maxLength={10}
                  onChange={(event) => set({ minExposure: event.target.value })}
                />
              )}
            </Field>
          </Spot>
        </div>
      </Group>
      <RepresentativeTable found={check?.representative ?? null} />
    </>
  )
}
