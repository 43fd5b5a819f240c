'use client'
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { cx } from './cx'

const controlClass = cx(
  'w-full rounded-control border border-line-strong bg-surface px-3 text-body text-text placeholder:text-text-3',
  'aria-invalid:border-bad aria-invalid:outline-1 aria-invalid:outline-bad',
)

type Described = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }
type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  error?: string | null
  optional?: boolean
  children: (described: Described) => ReactNode
}

/** Label, hint and error belong to the control by id; the error says what would be right. */
export function Field({ label, hint, error, optional = false, children }: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [hint ? hintId : '', error ? errorId : ''].filter(Boolean).join(' ')
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-body font-medium">
        {label}
        {optional && <span className="font-normal text-text-3"> (optional)</span>}
      </label>
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={hintId} className="text-dense text-text-2">
          {hint}
        </p>
      )}
      {error && (
        <p id={errorId} className="text-dense font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

type InputProps = InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }
export const Input = ({ className, ...props }: InputProps) => (
  <input {...props} className={cx(controlClass, 'touchable h-9', className)} />
)

type TextareaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }
export const Textarea = ({ className, ...props }: TextareaProps) => (
  <textarea rows={3} {...props} className={cx(controlClass, 'min-h-20 py-2', className)} />
)

type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & { ref?: Ref<HTMLSelectElement> }
export const Select = ({ className, ...props }: SelectProps) => (
  <select {...props} className={cx(controlClass, 'touchable h-9 pr-8', className)} />
)
