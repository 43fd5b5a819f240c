import type { ReactNode } from 'react'
import { cx } from './cx'

/** A small fact in words; colour never carries it alone. */
export const Badge = ({ children, className }: { children: ReactNode; className?: string }) => (
  <span
    className={cx(
      'inline-flex items-center gap-1 rounded-chip border border-line bg-sunken px-1.5 text-caption font-medium text-text-2',
      className,
    )}
  >
    {children}
  </span>
)

/** Production is a solid ink pill with the word; every other environment is outlined. */
export const EnvironmentBadge = ({ name }: { name: string }) => (
  <span
    className={cx(
      'forced-edge inline-flex items-center rounded-full border px-2.5 text-caption font-bold tracking-wide',
      /^prod/i.test(name) ? 'border-text bg-text text-canvas' : 'border-line-strong text-text-2',
    )}
  >
    <span className="sr-only">Environment: </span>
    {name}
  </span>
)

export const Kbd = ({ children }: { children: ReactNode }) => (
  <kbd className="inline-flex min-w-5 items-center justify-center rounded-chip border border-current/30 px-1 font-mono text-caption leading-4 opacity-90">
    {children}
  </kbd>
)
