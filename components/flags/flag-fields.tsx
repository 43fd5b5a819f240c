'use client'
import { Field, Input, Select, Textarea } from '@/components/ui/field'
import { type FlagDefinition, type FlagKind } from '@/lib/flags/core/schema'
import { KIND_WORDS } from './words'

/** What people say about a flag, as it is typed. */
export type FlagFieldsState = {
  name: string
  kind: FlagKind
  owner: string
  purpose: string
  expectedImpact: string
  endsOn: string
  permanent: boolean
  tags: string
}

export const fieldsOf = (definition: FlagDefinition): FlagFieldsState => ({
  name: definition.name,
  kind: definition.kind,
  owner: definition.owner,
  purpose: definition.purpose,
  expectedImpact: definition.expectedImpact,
  endsOn: definition.endsOn ?? '',
  permanent: definition.permanent,
  tags: definition.tags.join(' '),
})

/** As the server wants it. */
export const sentFields = ({ endsOn, tags, ...fields }: FlagFieldsState) => ({
  ...fields,
  endsOn: endsOn === '' ? null : endsOn,
  tags: tags
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean),
})

const KINDS = Object.keys(KIND_WORDS) as FlagKind[] // the table has exactly these keys
type Props = { fields: FlagFieldsState; onChange: (fields: FlagFieldsState) => void }

export function FlagFields({ fields, onChange }: Props) {
  const set = (change: Partial<FlagFieldsState>) => onChange({ ...fields, ...change })
  return (
    <>
      <Field label="Name" hint="A few words for people." optional>
        {(described) => (
          <Input
            {...described}
            maxLength={100}
            value={fields.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Kind">
          {(described) => (
            <Select
              {...described}
              value={fields.kind}
              onChange={(event) => {
                const kind = KINDS.find((each) => each === event.target.value) ?? 'release'
                set({ kind, permanent: kind === 'kill-switch' || kind === 'permission' ? true : fields.permanent })
              }}
            >
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {KIND_WORDS[kind]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Owner">
          {(described) => (
            <Input
              {...described}
              required
              maxLength={100}
              value={fields.owner}
              onChange={(event) => set({ owner: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Purpose" hint="What gets better, for whom.">
        {(described) => (
          <Textarea
            {...described}
            maxLength={1000}
            value={fields.purpose}
            onChange={(event) => set({ purpose: event.target.value })}
          />
        )}
      </Field>
      <Field label="Expected impact" hint="A number, if there is one: +1.5% completed checkouts." optional>
        {(described) => (
          <Input
            {...described}
            maxLength={1000}
            value={fields.expectedImpact}
            onChange={(event) => set({ expectedImpact: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="End date" hint="When it should be gone from the code." optional>
          {(described) => (
            <Input
              {...described}
              type="date"
              value={fields.endsOn}
              onChange={(event) => set({ endsOn: event.target.value })}
            />
          )}
        </Field>
        <Field label="Tags" hint="Words with blanks between them." optional>
          {(described) => (
            <Input {...described} value={fields.tags} onChange={(event) => set({ tags: event.target.value })} />
          )}
        </Field>
      </div>
      <label className="touchable inline-flex items-center gap-2 text-body">
        <input
          type="checkbox"
          checked={fields.permanent}
          onChange={(event) => set({ permanent: event.target.checked })}
          className="size-4 accent-accent"
        />
        Permanent: it is meant to stay and is never asked to be removed
      </label>
    </>
  )
}
