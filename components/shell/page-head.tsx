import { type ReactNode } from 'react'

type Props = { title: ReactNode; answer?: ReactNode; action?: ReactNode }

/** One h1, one sentence that answers, the primary action on the right. */
export const PageHead = ({ title, answer, action }: Props) => (
  <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
    <div className="min-w-0">
      <h1 className="text-h1 font-bold" tabIndex={-1}>
        {title}
      </h1>
      {answer && <div className="measure text-body text-text-2">{answer}</div>}
    </div>
    {action}
  </header>
)
