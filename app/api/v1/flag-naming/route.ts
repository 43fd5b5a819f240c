import { editNaming, readNaming } from '@/lib/flags/server/naming'
import { restRead, restWrite } from '@/lib/governance/server/rest'

export const GET = restRead(async ({ runtime, actor }) => ({
  ok: true,
  value: await readNaming(runtime.database.db, actor.workspaceId),
}))

export const PATCH = restWrite(({ run, body }) => run(editNaming, body))
