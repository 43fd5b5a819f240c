import { editWorkspace } from '@/lib/governance/server/edit-workspace'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { readWorkspace } from '@/lib/governance/server/workspaces'
import { refuse } from '@/lib/kernel/result'

export const GET = restRead(async ({ runtime, actor }) => {
  const row = await readWorkspace(runtime.database.db, actor.workspaceId)
  if (!row) return refuse('not-found', 'There is no such workspace.')
  const { id, slug, name, publicUrl, version, sample } = row
  return { ok: true, value: { id, slug, name, publicUrl, version, sample: sample?.state ?? null } }
})

export const PATCH = restWrite(({ body, run }) => run(editWorkspace, body))
