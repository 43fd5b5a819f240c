import { type ReactNode, useId } from 'react'

/** A titled part of the page. */
export function Card({ title, aside, children }: { title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="card min-w-0 px-4 py-4 sm:px-6">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-2">
        <h2 id={id} className="text-answer font-bold">
          {title}
        </h2>
        {aside && <span className="num text-dense text-text-2">{aside}</span>}
      </div>
      {children}
    </section>
  )
}
