'use client'
import { Button } from './button'
import { Banner } from './banner'
import { CopyButton } from './copy-button'

type Props = {
  /** What failed. */
  what: string
  /** What is still true: `Rollouts keep running; only this chart failed.` */
  still: string
  id?: string | null
  onRetry?: (() => void) | undefined
  /** The same deed without this page, for when the page can't reach the server. */
  command?: string | undefined
}

/** Something broke: what, what still holds, an id to quote, and the way on. */
export function FaultState({ what, still, id, onRetry, command }: Props) {
  return (
    <Banner
      tone="bad"
      role="alert"
      actions={
        <>
          {onRetry && (
            <Button size="small" onClick={onRetry}>
              Retry
            </Button>
          )}
          {command && <CopyButton text={command} label="Copy command" />}
          {id && <CopyButton text={id} label={`Copy fault id ${id}`} />}
        </>
      }
    >
      <p className="font-medium">{what}</p>
      <p className="text-text-2">{still}</p>
    </Banner>
  )
}
