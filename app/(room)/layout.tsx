import { cookies } from 'next/headers'
import { type ReactNode } from 'react'
import { Room } from '@/components/shell/room'
import { readTheme } from '@/components/shell/theme'
import { type Viewer } from '@/components/shell/viewer'
import { appRuntime } from '@/lib/governance/server/app-runtime'
import { visitor } from '@/lib/governance/server/session-actor'
import { readWorkspace } from '@/lib/governance/server/workspaces'
import { signOutAction } from './actions'

/** Signed-in pages. Each page itself leads a stranger to the sign-in screen, since only it knows the way back. */
export default async function RoomLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  return (
    <Room
      viewer={await readViewer()}
      signOut={signOutAction}
      theme={readTheme(jar.get('theme')?.value)}
      navOpen={jar.get('nav')?.value !== 'closed'}
    >
      {children}
    </Room>
  )
}

/** The frame stands without the database too: its error page names nobody. */
async function readViewer(): Promise<Viewer> {
  const { actor } = await visitor()
  if (actor.kind !== 'person') return { id: '', name: 'Nobody', role: 'not signed in', workspace: 'Soundings' }
  const workspace = await readWorkspace(appRuntime().database.db, actor.workspaceId)
  return { id: actor.id, name: actor.name, role: actor.role, workspace: workspace?.name ?? 'Soundings' }
}
