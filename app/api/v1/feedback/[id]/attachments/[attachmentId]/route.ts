import { readAttachment } from '@/lib/feedback/server/attachments'
import { restPicture } from '@/lib/governance/server/rest'

/** A picture of an item, for the page that shows it; `pass` comes from a reveal. */
export const GET = restPicture<{ id: string; attachmentId: string }>(({ runtime, actor, params, query }) =>
  readAttachment(runtime, actor, { itemId: params.id, attachmentId: params.attachmentId, pass: query.get('pass') }),
)
