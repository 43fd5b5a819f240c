import { editSso, removeSso } from '@/lib/governance/server/edit-sso'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { readSso } from '@/lib/governance/server/sso-config'

/** The provider of sign-in; its secret is never told. */
export const GET = restRead(async ({ runtime, actor }) => ({
  ok: true,
  value: await readSso(runtime.database.db, actor.workspaceId),
}))

export const PATCH = restWrite(({ body, run }) => run(editSso, body))

export const DELETE = restWrite(({ run }) => run(removeSso, {}))
