import { restRead, restWrite } from '@/lib/governance/server/rest'
import { listDrafts } from '@/lib/rollouts/server/reads'
import { saveDraft } from '@/lib/rollouts/server/save-draft'

/** What is still being written, the latest first. */
export const GET = restRead(async ({ runtime, actor }) => {
  const drafts = await listDrafts(runtime, actor)
  return drafts.ok ? { ok: true, value: { items: drafts.value, nextCursor: null } } : drafts
})

export const POST = restWrite(({ run, body }) => run(saveDraft, body), { status: 201 })
