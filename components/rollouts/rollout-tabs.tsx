'use client'
import { cx } from '@/components/ui/cx'

export type Tab = { key: string; label: string; note?: string | undefined }

type Props = { tabs: readonly Tab[]; chosen: string; choose: (key: string) => void }

/** The parts of a rollout's page. What they are is a list, so that a room can add its own. */
export function RolloutTabs({ tabs, chosen, choose }: Props) {
  return (
    <nav aria-label="Parts of the rollout" className="overflow-x-auto border-b border-line">
      <ul className="flex min-w-max gap-1">
        {tabs.map(({ key, label, note }) => (
          <li key={key}>
            <button
              type="button"
              aria-current={key === chosen ? 'page' : undefined}
              onClick={() => choose(key)}
              className={cx(
                'touchable -mb-px inline-flex h-9 items-center gap-2 border-b-2 px-3 text-body',
                key === chosen ? 'border-accent font-bold text-text' : 'border-transparent text-text-2 hover:text-text',
              )}
            >
              {label}
              {note && <span className="text-caption text-text-2">{note}</span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
