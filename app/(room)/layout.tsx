import { cookies } from 'next/headers'
import { type ReactNode } from 'react'
import { AccessLater } from '@/components/governance/access/access-later'
import { IncidentStrip } from '@/components/incidents/incident-strip'
import { Room } from '@/components/shell/room'
import { readTheme } from '@/components/shell/theme'
import { type Viewer } from '@/components/shell/viewer'
import { appRuntime } from '@/lib/governance/server/app-runtime'
import { visitor } from '@/lib/governance/server/session-actor'
import { readWorkspace } from '@/lib/governance/server/workspaces'
import { openIncidentStrip } from '@/lib/incidents/server/reads'
import { signOutAction } from './actions'
import { act, post } from './incidents/[id]/actions'
import { requestAccessAction } from './settings/people-actions'

/** Signed-in pages. Each page itself leads a stranger to the sign-in screen, since only it knows the way back. */
export default async function RoomLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  return (
    <Room
      viewer={await readViewer()}
      signOut={signOutAction}
      theme={readTheme(jar.get('theme')?.value)}
      navOpen={jar.get('nav')?.value !== 'closed'}
      strip={<IncidentStrip initial={await readStrip()} actions={{ act, post }} />}
    >
      {children}
      <AccessLater request={requestAccessAction} />
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

/** What stands above every page while something bad is open. */
async function readStrip() {
  const { actor } = await visitor()
  return actor.kind === 'anonymous' ? null : openIncidentStrip(appRuntime(), actor)
}
