import { cx } from './cx'

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger'

const looks: Record<ButtonLook, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover forced-edge',
  danger: 'bg-bad text-on-bad hover:bg-bad-hover forced-edge',
  secondary: 'border border-line-strong bg-surface text-text hover:bg-sunken',
  quiet: 'text-text-2 hover:bg-sunken hover:text-text',
}

/** How a button looks; for links and for parts that the server draws, which cannot call a client's function. */
export const buttonClass = (look: ButtonLook, size: 'normal' | 'small' = 'normal'): string =>
  cx(
    'touchable inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap',
    'transition-colors select-none',
    size === 'normal' ? 'h-9 px-4 text-body' : 'h-7 px-2.5 text-dense',
    looks[look],
  )
