import type { ReactNode } from 'react'

type Props = { title: string; children: ReactNode; action?: ReactNode }

/** What this is, why it is empty, one thing to do. */
export const EmptyState = ({ title, children, action }: Props) => (
  <div className="card flex flex-col items-start gap-3 px-6 py-10">
    <h2 className="text-h2 font-bold">{title}</h2>
    <div className="measure text-body text-text-2">{children}</div>
    {action}
  </div>
)
