import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'

export type Tone = 'info' | 'good' | 'warn' | 'bad' | 'plain'

const tones: Record<Tone, { box: string; mark: string; Icon: typeof Info }> = {
  info: { box: 'border-line bg-info-soft', mark: 'text-accent', Icon: Info },
  good: { box: 'border-line bg-good-soft', mark: 'text-good', Icon: CircleCheck },
  warn: { box: 'border-line bg-warn-soft', mark: 'text-warn', Icon: TriangleAlert },
  bad: { box: 'border-line bg-bad-soft', mark: 'text-bad', Icon: CircleAlert },
  plain: { box: 'border-line bg-surface', mark: 'text-text-2', Icon: Info },
}

type Props = { tone?: Tone; icon?: ReactNode; children: ReactNode; actions?: ReactNode; role?: 'status' | 'alert' }

/** What just happened or holds now, with what can be done about it. */
export function Banner({ tone = 'plain', icon, children, actions, role }: Props) {
  const { box, mark, Icon } = tones[tone]
  return (
    <div role={role} className={cx('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-card border px-4 py-3', box)}>
      <span className={cx('mt-0.5 shrink-0', mark)}>
        {icon ?? <Icon aria-hidden="true" size={16} strokeWidth={1.75} />}
      </span>
      <div className="min-w-0 flex-1 basis-56 text-body text-text">{children}</div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  )
}
