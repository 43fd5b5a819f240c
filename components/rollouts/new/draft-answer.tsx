'use client'
import Link from 'next/link'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { RefusalNote } from '@/components/ui/refusal-note'
import { paths } from '@/lib/kernel/paths'
import { type Draft } from './use-draft'
import { type Submit } from './use-submit'

/** What became of the last save or decision, where it was not a yes. */
export function DraftAnswer({ draft, submit }: { draft: Draft; submit: Submit }) {
  const { state } = draft
  if (state.kind === 'refused') {
    const again = (
      <Button size="small" onClick={() => window.location.reload()}>
        Load it again
      </Button>
    )
    return <RefusalNote refusal={state.refusal} actions={again} />
  }
  if (state.kind === 'fault') {
    return (
      <Banner
        tone="warn"
        role="alert"
        actions={
          <Button size="small" onClick={() => void draft.flush()}>
            Try again
          </Button>
        }
      >
        Not saved: Soundings couldn’t be reached. What you wrote is still on this page.
      </Banner>
    )
  }
  const { refusal, made, fault } = submit
  if (refusal) {
    return (
      <>
        <RefusalNote refusal={refusal} />
        {made && (
          <p className="text-body">
            The plan is kept as{' '}
            <Link className="underline" href={paths.rollout(made)}>
              {made}
            </Link>
            , a draft that nobody has yet.
          </p>
        )}
      </>
    )
  }
  if (!fault) return null
  return (
    <Banner tone="warn" role="alert">
      We don’t know if this was saved: Soundings couldn’t be reached.{' '}
      <Link className="underline" href={paths.rollouts()}>
        Look at the rollouts
      </Link>{' '}
      before you send it again.
    </Banner>
  )
}
