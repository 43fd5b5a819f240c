import { type ReactNode } from 'react'
import { Field, Input, Select } from '@/components/ui/field'
import { type LimitKind, type MetricDraft } from './metric-draft'

export type SetDraft = (change: Partial<MetricDraft>) => void

type TextProps = {
  label: string
  name: keyof MetricDraft
  draft: MetricDraft
  set: SetDraft
  hint?: ReactNode
  error?: string | null
  optional?: boolean
  required?: boolean
  numeric?: boolean
  type?: string
  list?: string
}

/** One line of text of the form. */
export const TextField = ({ label, name, draft, set, hint, error = null, optional = false, ...rest }: TextProps) => (
  <Field label={label} hint={hint} error={error} optional={optional}>
    {(described) => (
      <Input
        {...described}
        type={rest.type ?? 'text'}
        required={rest.required}
        inputMode={rest.numeric ? 'decimal' : undefined}
        list={rest.list}
        maxLength={500}
        value={draft[name]}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    )}
  </Field>
)

type SizeProps = {
  label: string
  kind: LimitKind
  amount: string
  onChange: (kind: LimitKind, amount: string) => void
  none: string
  /** What an absolute size is written in. */
  unit: string
  hint?: ReactNode
  error?: string | null
}

/** None, so much, or such a part of the usual. */
export const SizeField = ({ label, kind, amount, onChange, none, unit, hint, error = null }: SizeProps) => (
  <div className="flex flex-wrap items-start gap-3">
    <div className="min-w-44 flex-1">
      <Field label={label} hint={hint} error={kind === 'none' ? error : null}>
        {(described) => (
          <Select
            {...described}
            value={kind}
            onChange={(event) => {
              const { value } = event.target
              onChange(value === 'absolute' || value === 'relative' ? value : 'none', amount)
            }}
          >
            <option value="none">{none}</option>
            <option value="absolute">An amount{unit ? `, in ${unit}` : ''}</option>
            <option value="relative">A part of the usual, in %</option>
          </Select>
        )}
      </Field>
    </div>
    {kind !== 'none' && (
      <div className="w-36">
        <Field label={kind === 'relative' ? `${label}, %` : `${label}${unit ? `, ${unit}` : ''}`} error={error}>
          {(described) => (
            <Input
              {...described}
              required
              inputMode="decimal"
              value={amount}
              onChange={(event) => onChange(kind, event.target.value)}
            />
          )}
        </Field>
      </div>
    )}
  </div>
)

/** A part of the form under its question. */
export const FormPart = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="card flex flex-col gap-4 px-4 py-5 sm:px-5">
    <h2 className="text-h2 font-bold">{title}</h2>
    {children}
  </section>
)
