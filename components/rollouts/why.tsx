'use client'
import { lazy, Suspense, useEffect, useState } from 'react'
import { type RolloutView } from '@/lib/rollouts/core/schema'

/** Fetched as soon as the page is at rest, so that it opens at once. */
const fetchDialog = async () => ({ default: (await import('./why-dialog')).WhyDialog })
const WhyDialog = lazy(fetchDialog)

/** Asks why this verdict. */
export function Why({ rollout }: { rollout: RolloutView }) {
  const [open, setOpen] = useState(false)
  useEffect(() => void fetchDialog(), [])
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="touchable rounded-chip text-accent underline underline-offset-2 hover:text-accent-hover"
      >
        Why? What would change this?
      </button>
      {open && (
        <Suspense fallback={null}>
          <WhyDialog rollout={rollout} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
