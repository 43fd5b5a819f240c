import { restRead } from '@/lib/governance/server/rest'
import { readDraft } from '@/lib/rollouts/server/reads'
import { previewDraft } from '../../preview-draft'

/** Whom a draft would have reached in the last 30 days. */
export const GET = restRead<{ id: string }>(async ({ runtime, actor, params }) => {
  const draft = await readDraft(runtime, actor, params.id)
  return draft.ok ? { ok: true, value: { preview: await previewDraft(runtime, actor, draft.value) } } : draft
})
