import { type ReactNode } from 'react'

/** A titled group of controls. */
export const Group = ({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) => (
  <fieldset className="card flex min-w-0 flex-col gap-4 px-4 py-4 sm:px-6">
    <legend className="float-left w-full text-answer font-bold">{title}</legend>
    {hint && <div className="clear-both -mt-2 text-body text-text-2">{hint}</div>}
    <div className="clear-both flex flex-col gap-4">{children}</div>
  </fieldset>
)

/** Where a link to a wrong field leads. */
export const Spot = ({ field, children, className }: { field: string; children: ReactNode; className?: string }) => (
  <div data-field={field} className={className}>
    {children}
  </div>
)

type ChoiceProps = {
  name: string
  value: string
  checked: boolean
  onChange: () => void
  title: ReactNode
  children?: ReactNode
}

/** One of a few with a sentence about it. */
export const Choice = ({ name, value, checked, onChange, title, children }: ChoiceProps) => (
  <label className="flex cursor-pointer items-start gap-3 rounded-control border border-line px-3 py-2.5 has-checked:border-accent has-checked:bg-info-soft">
    <input
      type="radio"
      name={name}
      value={value}
      checked={checked}
      onChange={onChange}
      className="mt-1 size-4 accent-(--accent)"
    />
    <span className="min-w-0 text-body">
      <span className="font-medium">{title}</span>
      {children && <span className="block text-dense text-text-2">{children}</span>}
    </span>
  </label>
)

type TickProps = { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode }

/** A yes or no beside its words. */
export const Tick = ({ checked, onChange, children }: TickProps) => (
  <label className="touchable flex cursor-pointer items-start gap-2.5 py-1 text-body">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="mt-1 size-4 shrink-0 accent-(--accent)"
    />
    <span className="min-w-0">{children}</span>
  </label>
)
