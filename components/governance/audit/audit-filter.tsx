'use client'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { paths } from '@/lib/kernel/paths'

/** A plain form: every filter is in the address, and works before any script does. */
export function AuditFilter({ query, verbs }: { query: string; verbs: readonly string[] }) {
  const filters = new URLSearchParams(query)
  const value = (name: string) => filters.get(name) ?? ''
  return (
    <search aria-label="Filter the audit">
      <form
        action={paths.audit()}
        className="card grid grid-cols-2 items-end gap-3 p-4 lg:grid-cols-[repeat(6,minmax(0,1fr))_auto]"
      >
        <Field label="Who">
          {(described) => <Input {...described} name="actor" defaultValue={value('actor')} placeholder="Name" />}
        </Field>
        <Field label="Kind">
          {(described) => (
            <Select {...described} name="kind" defaultValue={value('kind')}>
              <option value="">Anybody</option>
              <option value="person">People</option>
              <option value="policy">Policies</option>
              <option value="service">API keys</option>
              <option value="system">Soundings itself</option>
            </Select>
          )}
        </Field>
        <Field label="Verb">
          {(described) => (
            <Select {...described} name="verb" defaultValue={value('verb')}>
              <option value="">Any</option>
              {verbs.map((verb) => (
                <option key={verb} value={verb}>
                  {verb}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Outcome">
          {(described) => (
            <Select {...described} name="outcome" defaultValue={value('outcome')}>
              <option value="">Any</option>
              <option value="done">Done</option>
              <option value="refused">Refused</option>
            </Select>
          )}
        </Field>
        <Field label="From">
          {(described) => <Input {...described} type="date" name="from" defaultValue={value('from').slice(0, 10)} />}
        </Field>
        <Field label="Before">
          {(described) => <Input {...described} type="date" name="to" defaultValue={value('to').slice(0, 10)} />}
        </Field>
        {value('object') && <input type="hidden" name="object" value={value('object')} />}
        <Button type="submit" className="col-span-2 lg:col-span-1">
          Filter
        </Button>
      </form>
    </search>
  )
}
