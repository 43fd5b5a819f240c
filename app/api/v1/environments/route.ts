import { createEnvironment } from '@/lib/flags/server/edit-environment'
import { listEnvironments } from '@/lib/flags/server/environments'
import { restRead, restWrite } from '@/lib/governance/server/rest'

export const GET = restRead(async ({ runtime, actor }) => {
  const items = await listEnvironments(runtime.database.db, actor.workspaceId)
  return { ok: true, value: { items, nextCursor: null } }
})

export const POST = restWrite(({ body, run }) => run(createEnvironment, body), { status: 201 })
