import { type ReactNode } from 'react'

/** A name and what is true of it, as two cells of a list of facts (`dl`). */
export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-text-3">{name}</dt>
    <dd className="num min-w-0">{children}</dd>
  </>
)
