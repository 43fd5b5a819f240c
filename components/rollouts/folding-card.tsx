'use client'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { cx } from '@/components/ui/cx'

/** A titled part of the page; on phones it is folded until somebody asks for it, and its side note stays. */
export function FoldingCard({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  return (
    <section aria-labelledby={id} className="card min-w-0 px-4 py-4 sm:px-6">
      <div className="flex flex-wrap items-center justify-between gap-2 md:mb-2 md:items-baseline">
        <h2 id={id} className="text-answer font-bold">
          <span className="max-md:hidden">{title}</span>
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={`${id}-body`}
            onClick={() => setOpen(!isOpen)}
            className="touchable -ml-1 inline-flex items-center gap-1 rounded-control text-left md:hidden"
          >
            <ChevronRight aria-hidden="true" size={16} className={cx('shrink-0', isOpen && 'rotate-90')} />
            {title}
          </button>
        </h2>
        {aside && <span className="num text-dense text-text-2">{aside}</span>}
      </div>
      <div id={`${id}-body`} className={cx('max-md:mt-2', !isOpen && 'max-md:hidden')}>
        {children}
      </div>
    </section>
  )
}
