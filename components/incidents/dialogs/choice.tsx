import { type ReactNode } from 'react'

type Props = { name: string; value: string; chosen: boolean; onChoose: () => void; children: ReactNode }

/** One of a list to choose from: a radio with what it stands for, as large as a finger. */
export const Choice = ({ name, value, chosen, onChoose, children }: Props) => (
  <label className="touchable flex cursor-pointer items-start gap-3 rounded-control px-2 py-2 text-body hover:bg-sunken has-checked:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-focus">
    <input type="radio" name={name} value={value} checked={chosen} onChange={onChoose} className="mt-1 accent-accent" />
    <span className="min-w-0">{children}</span>
  </label>
)
