import { classifyText } from '@/lib/feedback/server/classify-text'
import { restWrite } from '@/lib/governance/server/rest'

/** Stores nothing: type, tags and sentiment of a text with their reasons. */
export const POST = restWrite(({ runtime, actor, body }) => classifyText(runtime, actor, body))
