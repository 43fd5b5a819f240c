import { dryRunRoute } from '@/lib/feedback/server/route-dry-run'
import { restWrite } from '@/lib/governance/server/rest'

/** Changes nothing: what the route would have met. */
export const POST = restWrite(({ runtime, actor, body }) => dryRunRoute(runtime, actor, body))
