'use client'
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cx } from '@/components/ui/cx'
import { isHere, PLACES } from './places'
import { useRoom } from './viewer'

/** Left rail, 232 px or 56 px (key `[`). Phones have the tabs at the bottom instead. */
export function NavRail({ wide, onToggle }: { wide: boolean; onToggle: () => void }) {
  const { viewer } = useRoom()
  const pathname = usePathname()
  const Toggle = wide ? PanelLeftClose : PanelLeftOpen
  return (
    <nav
      aria-label="Main"
      className={cx(
        'sticky top-12 hidden h-[calc(100dvh-48px)] shrink-0 flex-col overflow-y-auto border-r border-line bg-surface p-2 md:flex',
        wide ? 'md:w-14 lg:w-58' : 'md:w-14',
      )}
    >
      <p className={cx('truncate px-2 pt-1 pb-3 text-body font-bold', wide ? 'max-lg:hidden' : 'hidden')}>
        {viewer.workspace}
      </p>
      {PLACES.map(({ group, places }) => (
        <div key={group ?? 'first'} className="pb-2">
          {group && (
            <p className={cx('px-2 pb-1 text-caption text-text-3', wide ? 'max-lg:hidden' : 'hidden')}>{group}</p>
          )}
          <ul>
            {places.map(({ label, href, Icon }) => (
              <li key={href}>
                <Link
                  href={href}
                  prefetch={false}
                  aria-current={isHere(pathname, href) ? 'page' : undefined}
                  title={label}
                  className="flex h-9 items-center gap-3 rounded-control px-2.5 text-body text-text-2 hover:bg-sunken aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-text"
                >
                  <Icon aria-hidden="true" size={20} strokeWidth={1.75} className="shrink-0" />
                  <span className={wide ? 'max-lg:sr-only' : 'sr-only'}>{label}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <button
        type="button"
        onClick={onToggle}
        aria-expanded={wide}
        aria-label={wide ? 'Close the navigation' : 'Open the navigation'}
        className="mt-auto hidden size-9 shrink-0 items-center justify-center rounded-control text-text-2 hover:bg-sunken lg:inline-flex"
      >
        <Toggle aria-hidden="true" size={20} strokeWidth={1.75} />
      </button>
    </nav>
  )
}
