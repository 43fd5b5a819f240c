import { editEnvironment } from '@/lib/flags/server/edit-environment'
import { findEnvironment } from '@/lib/flags/server/environments'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { withMembers } from '@/lib/platform/rest'
import { knownEnvironment } from '../known-environment'

type Params = { id: string }

export const GET = restRead<Params>(async ({ runtime, actor, params }) => {
  const value = await findEnvironment(runtime.database.db, actor.workspaceId, params.id)
  return value ? { ok: true, value } : refuse('not-found', 'There is no such environment here.')
})

export const PATCH = restWrite<Params>(async ({ runtime, actor, params, body, run }) => {
  const id = await knownEnvironment(runtime, actor, params.id)
  return id.ok ? run(editEnvironment, withMembers(body, { environmentId: id.value })) : id
})
