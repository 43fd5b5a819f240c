import type { HotAnswer, HotRequest } from '@/lib/platform/hot'
import { serveDocument } from './document'
import type { FlagsRuntime } from './hot-flags'
import { evaluateFlag, evaluateFlags } from './ofrep'
import { serveEvents } from './ofrep-events'

const DOCUMENT = /^\/api\/flags\/v1\/([\w.-]+)\.json$/
const EVALUATE = '/ofrep/v1/evaluate/flags'

/** Whether clients ask here what flags mean. */
export const isEvaluation = ({ path }: HotRequest): boolean => path.startsWith(EVALUATE)

/** The flag doors of the gateway; null for a path that is none of them. */
export function routeFlags(runtime: FlagsRuntime, request: HotRequest): HotAnswer | null {
  const { path } = request
  if (path.startsWith(EVALUATE)) {
    const rest = path.slice(EVALUATE.length)
    if (rest === '' || rest === '/') return evaluateFlags(runtime, request)
    return rest.startsWith('/') ? evaluateFlag(runtime, request, rest.slice(1)) : null
  }
  if (path === '/ofrep/v1/events') return serveEvents(runtime, request)
  const environment = DOCUMENT.exec(path)?.[1]
  return environment === undefined ? null : serveDocument(runtime, request, environment)
}
