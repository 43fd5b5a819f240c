'use client'
import { useId } from 'react'
import { cx } from './cx'

type Props<T extends string> = {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChange: (value: T) => void
}

/** One of a few, as native radios: arrows move, one tab stop. */
export function SegmentedControl<T extends string>({ label, value, options, onChange }: Props<T>) {
  const name = useId()
  return (
    <fieldset className="inline-flex min-w-0 rounded-control border border-line-strong bg-surface p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(([option, text]) => (
        <label
          key={option}
          className={cx(
            'touchable inline-flex h-7 cursor-pointer items-center justify-center rounded-chip px-2.5 text-dense font-medium text-text-2',
            'has-checked:bg-text has-checked:text-canvas',
            'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option}
            checked={value === option}
            onChange={() => onChange(option)}
            className="sr-only"
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
