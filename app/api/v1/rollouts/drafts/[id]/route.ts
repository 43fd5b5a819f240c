import { restRead } from '@/lib/governance/server/rest'
import { readDraft } from '@/lib/rollouts/server/reads'
import { checkDraft } from '../check-draft'

/** What is missing in a draft, how ready it is, whom it reaches and how soon harm would show. */
export const GET = restRead<{ id: string }>(async ({ runtime, actor, params }) => {
  const draft = await readDraft(runtime, actor, params.id)
  return draft.ok ? { ok: true, value: await checkDraft(runtime, actor, draft.value) } : draft
})
