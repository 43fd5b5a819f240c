import { restRead } from '@/lib/governance/server/rest'
import { listFeedback } from '@/lib/feedback/server/reads'
import { pageOf } from '@/lib/platform/rest'

export const GET = restRead(async ({ runtime, actor, query }) => {
  const page = pageOf(query)
  return page.ok ? listFeedback(runtime, actor, query, page.value) : page
})
