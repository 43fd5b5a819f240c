import { editPrivacy, readPrivacy } from '@/lib/governance/server/privacy'
import { restRead, restWrite } from '@/lib/governance/server/rest'

export const GET = restRead(async ({ runtime, actor }) => ({
  ok: true,
  value: await readPrivacy(runtime.database.db, actor.workspaceId),
}))

export const PATCH = restWrite(({ body, run }) => run(editPrivacy, body))
