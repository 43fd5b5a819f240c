'use client'
import { Check } from 'lucide-react'
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { cx } from './cx'
import { nextItem } from './menu-keys'
import { placeBeside } from './place-beside'

const CloseContext = createContext<() => void>(() => {})
const itemClass = cx(
  'touchable flex w-full cursor-default items-start gap-2 rounded-chip px-2.5 py-1.5 text-left text-body -outline-offset-2!',
  'hover:bg-sunken focus:bg-sunken',
)

type MenuProps = {
  /** Name of the button, and of the menu. */
  label: string
  face: ReactNode
  className: string
  children: ReactNode
  align?: 'start' | 'end'
}

/** A button and its menu in the browser's top layer: arrows, Home, End and first letters move, Escape and Tab leave. */
export function DropdownMenu({ label, face, className, children, align = 'end' }: MenuProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const element = menu.current
    if (!element) return undefined
    const toggled = (event: ToggleEvent) => {
      setOpen(event.newState === 'open')
      if (event.newState !== 'open' || !button.current) return
      placeBeside(element, button.current, 'below', align)
      itemsOf(element)[0]?.focus()
    }
    element.addEventListener('toggle', toggled)
    return () => element.removeEventListener('toggle', toggled)
  }, [align])
  const close = useCallback(() => menu.current?.hidePopover(), [])
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Tab') close()
    const items = itemsOf(event.currentTarget)
    const at = items.findIndex((item) => item === document.activeElement)
    const next = nextItem(
      event.key,
      at,
      items.map((item) => item.textContent ?? ''),
    )
    if (next === null) return
    event.preventDefault()
    items[next]?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={id}
        className={className}
      >
        {face}
      </button>
      <div
        ref={menu}
        id={id}
        role="menu"
        aria-label={label}
        tabIndex={-1}
        popover="auto"
        onKeyDown={move}
        className="fixed inset-auto m-0 max-h-[calc(100dvh-24px)] w-72 max-w-[calc(100vw-24px)] overflow-y-auto rounded-card border border-line bg-surface p-1.5 text-text shadow-float motion-safe:animate-fade"
      >
        <CloseContext value={close}>{children}</CloseContext>
      </div>
    </>
  )
}

const itemsOf = (menu: Element): HTMLElement[] =>
  [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')].filter((item) => item.offsetParent !== null)

type ItemProps = {
  onSelect: () => void
  children: ReactNode
  icon?: ReactNode
  disabledReason?: string | null
  className?: string | undefined
}

/** A disabled item stays in reach and gives its reason; choosing it does nothing. */
export function MenuItem({ onSelect, children, icon, disabledReason, className }: ItemProps) {
  const id = useId()
  const close = useContext(CloseContext)
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={cx(itemClass, disabledReason && 'text-text-3', className)}
      aria-disabled={disabledReason ? true : undefined}
      aria-describedby={disabledReason ? id : undefined}
      onClick={() => {
        if (disabledReason) return
        close()
        onSelect()
      }}
    >
      {icon && <span className="mt-0.5 inline-flex w-4 shrink-0 justify-center">{icon}</span>}
      <span className="min-w-0">
        <span className="block">{children}</span>
        {disabledReason && (
          <span id={id} className="block text-caption text-text-3">
            {disabledReason}
          </span>
        )}
      </span>
    </button>
  )
}

type RadioProps = {
  label: string
  value: string
  onChange: (value: string) => void
  options: readonly [string, string][]
}

/** One choice of several, such as the theme; the menu stays open. */
export function MenuRadio({ label, value, onChange, options }: RadioProps) {
  const id = useId()
  return (
    <fieldset aria-labelledby={id}>
      <p id={id} className="px-2.5 pt-2 pb-1 text-caption font-medium text-text-3">
        {label}
      </p>
      {options.map(([option, text]) => (
        <button
          key={option}
          type="button"
          role="menuitemradio"
          aria-checked={option === value}
          tabIndex={-1}
          className={itemClass}
          onClick={() => onChange(option)}
        >
          <span className="mt-0.5 inline-flex w-4 shrink-0 justify-center">
            {option === value && <Check aria-hidden="true" size={16} strokeWidth={1.75} />}
          </span>
          {text}
        </button>
      ))}
    </fieldset>
  )
}

export const MenuSeparator = () => <hr className="my-1.5 h-px border-0 bg-line" />
export const MenuNote = ({ children }: { children: ReactNode }) => (
  <div role="presentation" className="px-2.5 py-1.5 text-caption text-text-3">
    {children}
  </div>
)
