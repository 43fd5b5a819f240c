'use client'
import { useId } from 'react'
import { cx } from '@/components/ui/cx'
import { Input } from '@/components/ui/field'
import { type PartProps } from './types'
import { Spot } from './form-parts'

/** Every metric of the catalogue: what it guards, how much harm it tolerates, and which ones are to be won. */
export function GuardrailPicker({ form, set, errorOf, choices }: PartProps) {
  const id = useId()
  if (choices.metrics.length === 0) {
    return (
      <p className="text-body text-text-2">
        There are no metrics yet. Create one through the API, then it can guard this rollout.
      </p>
    )
  }
  const chosen = new Map(form.guardrails.map((guardrail) => [guardrail.metric, guardrail]))
  const error = errorOf('guardrails')
  const change = (metric: string, part: Partial<(typeof form.guardrails)[number]>) =>
    set({ guardrails: form.guardrails.map((one) => (one.metric === metric ? { ...one, ...part } : one)) })
  return (
    <Spot field="guardrails">
      {error && <p className="mb-2 text-dense font-medium text-bad">{error}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {choices.metrics.map(({ key, name, limit, unit }) => {
          const guardrail = chosen.get(key)
          const wrong = errorOf(`limit-${key}`)
          return (
            <li key={key} className="flex flex-wrap items-start gap-x-6 gap-y-2 py-2.5">
              <div className="min-w-0 flex-1 basis-56">
                <p className="text-body font-medium">{name}</p>
                <p className="text-dense text-text-2">
                  <span className="font-mono text-caption">{key}</span> · {limit}
                </p>
              </div>
              <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1 text-body">
                <legend className="sr-only">{name}</legend>
                <Box
                  checked={guardrail !== undefined}
                  label="Guardrail"
                  onChange={(on) =>
                    set({
                      guardrails: on
                        ? [
                            ...form.guardrails,
                            { metric: key, critical: false, limit: '', ...(unit === null ? {} : { unit }) },
                          ]
                        : form.guardrails.filter((one) => one.metric !== key),
                      goals: on ? form.goals.filter((goal) => goal !== key) : form.goals,
                    })
                  }
                />
                <Box
                  checked={form.goals.includes(key)}
                  label="Goal"
                  onChange={(on) =>
                    set({
                      goals: on ? [...form.goals, key] : form.goals.filter((goal) => goal !== key),
                      guardrails: on ? form.guardrails.filter((one) => one.metric !== key) : form.guardrails,
                    })
                  }
                />
                {guardrail && (
                  <>
                    <Box
                      checked={guardrail.critical}
                      label="Critical"
                      onChange={(critical) => change(key, { critical })}
                    />
                    <div data-field={`limit-${key}`} className="flex items-center gap-2">
                      <label htmlFor={`${id}-${key}`} className="text-dense text-text-2">
                        Own limit, {guardrail.unit ?? 'per 1,000'}
                      </label>
                      <Input
                        id={`${id}-${key}`}
                        className={cx('w-20!', wrong && 'border-bad')}
                        inputMode="decimal"
                        value={guardrail.limit}
                        maxLength={10}
                        aria-invalid={wrong ? true : undefined}
                        onChange={(event) => change(key, { limit: event.target.value })}
                      />
                    </div>
                  </>
                )}
              </fieldset>
              {wrong && <p className="basis-full text-dense font-medium text-bad">{wrong}</p>}
            </li>
          )
        })}
      </ul>
    </Spot>
  )
}

const Box = ({
  checked,
  label,
  onChange,
}: {
  checked: boolean
  label: string
  onChange: (checked: boolean) => void
}) => (
  <label className="touchable inline-flex cursor-pointer items-center gap-1.5">
    <input
      type="checkbox"
      className="size-4 accent-(--accent)"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
    {label}
  </label>
)
