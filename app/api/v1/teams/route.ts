import { createTeam } from '@/lib/governance/server/edit-team'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { readTeams } from '@/lib/governance/server/teams'

export const GET = restRead(async ({ runtime, actor, now }) => {
  const items = await readTeams(runtime.database.db, actor.workspaceId, now)
  return { ok: true, value: { items, nextCursor: null } }
})

export const POST = restWrite(({ body, run }) => run(createTeam, body), { status: 201 })
