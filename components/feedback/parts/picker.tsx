'use client'
// oxlint-disable jsx-a11y/prefer-tag-over-role -- a select holds no second line and cannot be searched; this is the ARIA combobox
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Field, Input } from '@/components/ui/field'
import { nextItem } from '@/components/ui/menu-keys'

export type Choice = {
  id: string
  /** What it is called, in one line. */
  title: ReactNode
  /** Why it is offered, or what it is about. */
  note?: ReactNode
}
type Props = {
  label: string
  hint?: ReactNode
  typed: string
  onType: (typed: string) => void
  choices: readonly Choice[]
  onPick: (id: string) => void
  /** What is said where there is nothing to choose from. */
  none: string
  pending?: boolean
  placeholder?: string
}

/** A field and what fits its words, one of which is chosen: arrows move, Enter takes, the field keeps focus. */
export function Picker({ label, hint, typed, onType, choices, onPick, none, pending = false, placeholder }: Props) {
  const id = useId()
  const [at, setAt] = useState(0)
  const current = choices.length === 0 ? -1 : Math.min(at, choices.length - 1)
  const keyed = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      const chosen = choices[current]
      if (chosen) onPick(chosen.id)
      return
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const to =
      nextItem(
        event.key,
        current,
        choices.map(({ id: one }) => one),
      ) ?? 0
    setAt(to)
    document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="sticky top-0 z-10 bg-surface pb-1">
        <Field label={label} hint={hint}>
          {(described) => (
            <Input
              {...described}
              role="combobox"
              aria-autocomplete="list"
              aria-expanded={choices.length > 0}
              aria-controls={`${id}-list`}
              aria-activedescendant={current < 0 ? undefined : `${id}-${current}`}
              autoComplete="off"
              spellCheck={false}
              placeholder={placeholder}
              value={typed}
              onChange={(event) => {
                setAt(0)
                onType(event.target.value)
              }}
              onKeyDown={keyed}
            />
          )}
        </Field>
      </div>
      {choices.length === 0 && <output className="text-body text-text-2">{pending ? 'Reading …' : none}</output>}
      <div id={`${id}-list`} role="listbox" aria-label={label} hidden={choices.length === 0}>
        {choices.map((choice, i) => (
          <div
            key={choice.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === current}
            tabIndex={-1}
            onClick={() => onPick(choice.id)}
            onKeyDown={keyed}
            className={cx(
              'touchable flex cursor-pointer flex-col justify-center rounded-control px-2.5 py-1.5 text-body',
              i === current ? 'bg-info-soft outline-1 -outline-offset-1 outline-accent' : 'hover:bg-sunken',
            )}
          >
            <span className="min-w-0 break-words">{choice.title}</span>
            {choice.note && <span className="min-w-0 text-dense break-words text-text-2">{choice.note}</span>}
          </div>
        ))}
      </div>
    </div>
  )
}
