import { dryRunRule } from '@/lib/feedback/server/tag-rules'
import { restWrite } from '@/lib/governance/server/rest'

/** Changes nothing: what the rule would have tagged. */
export const POST = restWrite(({ runtime, actor, body }) => dryRunRule(runtime, actor, body))
