'use client'
import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { paths } from '@/lib/kernel/paths'
import { allPlaces, isHere } from './places'

const TABS = new Set<string>([paths.overview(), paths.rollouts(), paths.feedback(), paths.incidents()])
const tab = allPlaces.filter(({ href }) => TABS.has(href))
const more = allPlaces.filter(({ href }) => !TABS.has(href))
const face =
  'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-caption text-text-2 aria-[current=page]:font-medium aria-[current=page]:text-accent'

/** The places on a phone: four, and the rest behind More. */
export function BottomTabs() {
  const pathname = usePathname()
  const router = useRouter()
  return (
    <nav
      aria-label="Main, phone"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {tab.map(({ label, href, Icon }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={isHere(pathname, href) ? 'page' : undefined}
          className={face}
        >
          <Icon aria-hidden="true" size={20} strokeWidth={1.75} />
          {href === paths.overview() ? 'Now' : label}
        </Link>
      ))}
      <DropdownMenu
        label="More places"
        face={
          <>
            <Ellipsis aria-hidden="true" size={20} strokeWidth={1.75} />
            More
          </>
        }
        className={face}
      >
        {more.map(({ label, href, Icon }) => (
          <MenuItem
            key={href}
            icon={<Icon aria-hidden="true" size={16} strokeWidth={1.75} />}
            onSelect={() => router.push(href)}
          >
            {label}
          </MenuItem>
        ))}
      </DropdownMenu>
    </nav>
  )
}
