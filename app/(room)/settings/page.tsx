import { type Metadata } from 'next'
import Link from 'next/link'
import { SECTIONS } from '@/components/governance/settings/sections'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  await signedIn(paths.settings())
  return (
    <RoomFrame crumbs={[{ label: 'Settings' }]}>
      <div className="flex flex-col gap-6">
        <PageHead title="Settings" answer="Everybody reads them; admins change what belongs to all." />
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {SECTIONS.map(({ key, title, about }) => (
            <li key={key}>
              <Link href={paths.settings(key)} prefetch={false} className="card block p-4 hover:bg-sunken">
                <span className="block text-body font-medium">{title}</span>
                <span className="block text-dense text-text-2">{about}</span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </RoomFrame>
  )
}
