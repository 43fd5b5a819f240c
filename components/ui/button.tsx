'use client'
import { type ButtonHTMLAttributes, type ReactNode, type RefObject, useId, useRef } from 'react'
import { buttonClass, type ButtonLook } from './button-class'
import { cx } from './cx'
import { Spinner } from './spinner'
import { Tooltip } from './tooltip'

export { buttonClass, type ButtonLook }

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
  look?: ButtonLook
  size?: 'normal' | 'small'
  /** Why it can't be pressed now: it stays focusable and says so. */
  disabledReason?: string | null | undefined
  /** Keeps its width and answers no second press. */
  pending?: boolean
  pendingLabel?: string
  icon?: ReactNode
  ref?: RefObject<HTMLButtonElement | null> | undefined
}

/** One button for all: disabled with a reason instead of hidden, pending without a jump. */
export function Button({ disabledReason, pending = false, ...props }: Props) {
  if (disabledReason) return <RefusingButton {...props} reason={disabledReason} />
  return <Bare {...props} pending={pending} />
}

function Bare({
  look = 'secondary',
  size = 'normal',
  pending = false,
  pendingLabel = 'Sending…',
  icon,
  ...rest
}: Props) {
  const { children, className, onClick, type = 'button', ...attributes } = rest
  return (
    <button
      {...attributes}
      type={type === 'submit' ? 'submit' : 'button'}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={cx(buttonClass(look, size), 'relative', className)}
    >
      <span className={cx('inline-flex items-center gap-2', pending && 'invisible')}>
        {icon}
        {children}
      </span>
      {pending && (
        <span className="absolute inset-0 inline-flex items-center justify-center gap-2">
          <Spinner />
          <span className="sr-only">{pendingLabel}</span>
        </span>
      )}
    </button>
  )
}

function RefusingButton({
  reason,
  look = 'secondary',
  size = 'normal',
  icon,
  ref,
  ...rest
}: Props & { reason: string }) {
  const id = useId()
  const fallback = useRef<HTMLButtonElement>(null)
  const own = ref ?? fallback
  const { children, className, onClick: _, type: __, ...attributes } = rest
  return (
    <>
      <button
        {...attributes}
        ref={own}
        type="button"
        aria-disabled="true"
        aria-describedby={id}
        className={cx(
          buttonClass(look === 'quiet' ? 'quiet' : 'secondary', size),
          'border-dashed text-text-3! hover:bg-transparent',
          className,
        )}
      >
        {icon}
        {children}
      </button>
      <span id={id} hidden>
        {reason}
      </span>
      <Tooltip anchor={own}>{reason}</Tooltip>
    </>
  )
}
