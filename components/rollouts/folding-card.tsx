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
      <div className="relative flex flex-wrap items-center justify-between gap-2 md:mb-2 md:items-baseline">
        <h2 id={id} className="text-answer font-bold max-md:pl-6">
          {title}
        </h2>
        {/* Lies over the whole line, so that the title is what one touches; it is named by it. */}
        <button
          type="button"
          aria-labelledby={id}
          aria-expanded={isOpen}
          aria-controls={`${id}-body`}
          onClick={() => setOpen(!isOpen)}
          className="absolute inset-0 -my-2 flex items-center rounded-control md:hidden"
        >
          <ChevronRight aria-hidden="true" size={16} className={cx('shrink-0', isOpen && 'rotate-90')} />
        </button>
        {aside && <span className="num relative text-dense text-text-2">{aside}</span>}
      </div>
      <div id={`${id}-body`} className={cx('max-md:mt-2', !isOpen && 'max-md:hidden')}>
        {children}
      </div>
    </section>
  )
}
