'use client'
import { CircleQuestionMark } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { buttonClass } from '@/components/ui/button'

const TopicDialog = lazy(async () => ({ default: (await import('./topic-dialog')).TopicDialog }))

/** Opens the matching page of the guide in place. @param topic its slug */
export function HowToRead({ topic, label = 'How to read this' }: { topic: string; label?: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className={buttonClass('quiet', 'small')}>
        <CircleQuestionMark aria-hidden="true" size={16} strokeWidth={1.75} />
        {label}
      </button>
      {open && (
        <Suspense fallback={null}>
          <TopicDialog slug={topic} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
