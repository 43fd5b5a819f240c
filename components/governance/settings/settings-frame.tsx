import Link from 'next/link'
import { type ReactNode } from 'react'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { paths } from '@/lib/kernel/paths'
import { SECTIONS } from './sections'

type Props = { section: string; answer?: ReactNode; action?: ReactNode; children: ReactNode }

/** One section of the settings beside the list of all; on phones the list is its own page. */
export function SettingsFrame({ section, answer, action, children }: Props) {
  const here = SECTIONS.find(({ key }) => key === section)
  const title = here?.title ?? 'Settings'
  return (
    <RoomFrame crumbs={[{ label: 'Settings', href: paths.settings() }, { label: title }]}>
      <div className="flex gap-8">
        <nav aria-label="Settings" className="hidden w-48 shrink-0 md:block">
          <ul className="sticky top-18 flex flex-col gap-0.5">
            {SECTIONS.map(({ key, title: label }) => (
              <li key={key}>
                <Link
                  href={paths.settings(key)}
                  prefetch={false}
                  aria-current={key === section ? 'page' : undefined}
                  className="flex min-h-8 items-center rounded-control px-3 text-body text-text-2 hover:bg-sunken aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-text"
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="flex min-w-0 flex-1 flex-col gap-6">
          <Link
            href={paths.settings()}
            className="touchable -mb-4 self-start text-body text-accent underline md:hidden"
          >
            All settings
          </Link>
          <PageHead title={title} answer={answer} action={action} />
          {children}
        </div>
      </div>
    </RoomFrame>
  )
}

type CardProps = { title: string; intro?: ReactNode; action?: ReactNode; children: ReactNode }

/** A part of a section, named by its heading. */
export function Card({ title, intro, action, children }: CardProps) {
  const id = `part-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`
  return (
    <section aria-labelledby={id} className="card flex min-w-0 flex-col gap-4 p-4 sm:p-6">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 id={id} className="text-h2 font-bold">
            {title}
          </h2>
          {intro && <div className="measure text-body text-text-2">{intro}</div>}
        </div>
        {action}
      </header>
      {children}
    </section>
  )
}
