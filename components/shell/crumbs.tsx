import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { paths } from '@/lib/kernel/paths'
import { Logo } from './logo'

export type Crumb = { label: string; href?: string }

/** Where this page is; the mark leads home. */
export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex items-center gap-2 text-body whitespace-nowrap">
        <li>
          <Link
            href={paths.overview()}
            aria-label="Soundings, home"
            className="touchable flex items-center justify-center rounded-control"
          >
            <Logo />
          </Link>
        </li>
        {crumbs.map((crumb, i) => (
          <li
            key={crumb.label}
            className={cx('flex min-w-0 items-center gap-2', i < crumbs.length - 1 && 'max-sm:hidden')}
          >
            {i > 0 && (
              <span aria-hidden="true" className="text-text-3 max-sm:hidden">
                /
              </span>
            )}
            {crumb.href ? (
              <Link href={crumb.href} className="rounded-chip text-text-2 hover:text-text hover:underline">
                {crumb.label}
              </Link>
            ) : (
              <span aria-current="page" className="truncate font-medium">
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
