'use client'
// oxlint-disable jsx-a11y/prefer-tag-over-role -- a select holds neither reasons nor key hints; this is the ARIA combobox
import { type KeyboardEvent, useDeferredValue, useId, useRef, useState } from 'react'
import { Kbd } from '@/components/ui/badge'
import { cx } from '@/components/ui/cx'
import { Modal } from '@/components/ui/modal'
import { matching } from './match'
import { type ActionableRow, usePaletteRows } from './rows'

/** ⌘K: what can be done here, verbs, objects and places in one list. What can't be done now stays, with its reason. */
export function Palette({ onClose, showKeys }: { onClose: () => void; showKeys: () => void }) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const [reason, setReason] = useState<string | null>(null)
  const { rows, searching, fault } = usePaletteRows(useDeferredValue(typed), showKeys)
  const shown = matching(rows, typed)
  const chosen = shown[Math.min(at, shown.length - 1)]
  const optionId = (row: ActionableRow) => `${id}-${row.id.replaceAll(/[^\w-]/g, '_')}`

  const choose = (row: ActionableRow | undefined) => {
    if (!row) return
    if (row.disabledReason) {
      setReason(row.disabledReason)
      return
    }
    onClose()
    row.run()
  }
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && shown.length > 0) {
      event.preventDefault()
      const next = (Math.min(at, shown.length - 1) + step + shown.length) % shown.length
      setAt(next)
      setReason(null)
      const row = shown[next]
      if (row) document.querySelector(`#${CSS.escape(optionId(row))}`)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(chosen)
    }
  }
  return (
    <Modal title="Commands" onClose={onClose} focusFirst={input}>
      {(title) => (
        <>
          <div className="sr-only">{title}</div>
          <input
            ref={input}
            type="text"
            role="combobox"
            aria-label="Search commands, rollouts, flags, incidents, feedback and places"
            aria-expanded
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={chosen ? optionId(chosen) : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder="What do you want to do, or find?"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setAt(0)
              setReason(null)
            }}
            onKeyDown={move}
            className="h-14 w-full border-b border-line bg-surface px-5 text-answer text-text -outline-offset-2! placeholder:text-text-3"
          />
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label="Commands"
            className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2 sm:max-h-96"
          >
            {shown.map((row, i) => (
              <div key={row.id} role="presentation">
                {row.group !== shown[i - 1]?.group && (
                  <p role="presentation" className="px-3 pt-2 pb-1 text-caption font-medium text-text-3">
                    {row.group}
                  </p>
                )}
                <div
                  id={optionId(row)}
                  role="option"
                  aria-selected={row === chosen}
                  aria-disabled={row.disabledReason ? true : undefined}
                  onClick={() => choose(row)}
                  onKeyDown={move}
                  tabIndex={-1}
                  className={cx(
                    'flex cursor-default items-baseline gap-3 rounded-control px-3 py-2 text-body',
                    row === chosen ? 'bg-sunken' : 'hover:bg-sunken',
                  )}
                >
                  <span className={cx('min-w-0 flex-1', row.disabledReason && 'text-text-3')}>
                    {row.label}
                    {row.detail && <span className="text-text-2"> · {row.detail}</span>}
                    {row.disabledReason && <span className="block text-caption">{row.disabledReason}</span>}
                  </span>
                  {row.hint && <Kbd>{row.hint}</Kbd>}
                </div>
              </div>
            ))}
          </div>
          <p aria-live="polite" className="min-h-9 border-t border-line px-5 py-2 text-dense text-text-2">
            {reason ??
              (fault
                ? 'Search can’t be reached now. Places and commands of this page still work.'
                : shown.length === 0
                  ? searching
                    ? 'Searching …'
                    : 'Nothing fits. Try a name, a number such as RO-142, or a verb.'
                  : '↑ ↓ to move, Enter to choose, Esc to leave')}
          </p>
        </>
      )}
    </Modal>
  )
}
