import { editFlag } from '@/lib/flags/server/edit-flag'
import { readFlag } from '@/lib/flags/server/reads'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { refuse } from '@/lib/kernel/result'
import { withMembers } from '@/lib/platform/rest'

type Params = { key: string }

export const GET = restRead<Params>(async ({ runtime, actor, params }) => {
  const value = await readFlag(runtime.database.db, actor.workspaceId, params.key)
  return value ? { ok: true, value } : refuse('not-found', 'This flag does not exist here.')
})

export const PATCH = restWrite<Params>(({ params, body, run }) => run(editFlag, withMembers(body, { key: params.key })))
