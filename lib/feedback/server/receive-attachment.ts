import { and, count, eq, isNull } from 'drizzle-orm'
import { feedbackAttachment } from '@/drizzle/schema/feedback'
import { authenticateKey } from '@/lib/governance/server/contract'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { toMs } from '@/lib/kernel/time'
import { isAway, type Db } from '@/lib/platform/database'
import { json, problem, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { newId } from '@/lib/platform/new-id'
import { readPicture, type Picture, type PictureRefusal } from '../core/picture'
import { type AttachmentAnswer } from '../core/schema'
import { type FeedbackDoor } from './receive'
import { secretBox } from './secret-box'

const PICTURE_BYTES_MAX = 2 * 1024 * 1024
/** Keys of clients are public: whoever finds one must not fill the house. Those that no item names go after a day. */
const WAITING_MAX = 300

type Refusal =
  | PictureRefusal
  | 'unknown-key'
  | 'expired-key'
  | 'scope'
  | 'keys-unavailable'
  | 'too-large'
  | 'unsupported-encoding'
  | 'too-many-waiting'
  | 'storage'

const TITLES: Readonly<Record<Refusal, string>> = {
  'unknown-key': 'The key is not known.',
  'expired-key': 'The key has expired or was revoked.',
  scope: 'Send pictures with a client or a server key of an environment.',
  'keys-unavailable': 'Keys cannot be looked up just now.',
  'too-large': 'A picture has at most 2 MiB.',
  'unsupported-encoding': 'Send the picture without content encoding.',
  'not-a-picture': 'This is no PNG, JPEG or WebP, whatever its name says.',
  'broken-picture': 'This picture is cut off or broken.',
  'too-many-pixels': 'A picture has at most 40 million pixels, and no side over 16,384.',
  'too-many-waiting': 'Too many pictures wait for their message. Send the message first, or try again later.',
  storage: 'Soundings cannot reach its database. Nothing was stored.',
}

/**
 * `POST /api/ingest/v1/feedback/attachments`: the bytes of one picture. What it is, its bytes say; what was written
 * beside the pixels is left out before it is sealed. The id is for `attachments` of the item that comes next.
 */
export async function receiveAttachment(door: FeedbackDoor, request: HotRequest): Promise<HotResponse> {
  const who = await authenticateKey(door.runtime, request, ['client', 'server'])
  const refuse = (status: number, code: Refusal, extra: Record<string, unknown> = {}): HotResponse => {
    door.rejections.add(who.ok ? who.key.workspaceId : null, 'feedback.attachment', [{ code, count: 1 }])
    return problem(status, code, TITLES[code], extra)
  }
  if (!who.ok) return refuse(who.status, who.code, who.status === 503 ? { retryAfterS: 5 } : {})
  const { workspaceId, environmentId } = who.key
  if (environmentId === null) return refuse(403, 'scope')
  if ((request.header('content-encoding') ?? 'identity') !== 'identity') return refuse(415, 'unsupported-encoding')
  const bytes = await request.body(PICTURE_BYTES_MAX)
  if (bytes === 'too-large') return refuse(413, 'too-large')
  const read = readPicture(bytes)
  if (!read.ok) return refuse(read.code === 'not-a-picture' ? 415 : 422, read.code)
  try {
    const { db } = door.runtime.database
    if ((await countWaiting(db, workspaceId)) >= WAITING_MAX)
      return refuse(429, 'too-many-waiting', { retryAfterS: 3600 })
    return json(201, await keep(door, { workspaceId, environmentId }, read.picture))
  } catch (error) {
    if (!isAway(error)) throw error
    return refuse(503, 'storage', { retryAfterS: 5 })
  }
}

async function countWaiting(db: Db, workspaceId: WorkspaceId): Promise<number> {
  const unused = and(eq(feedbackAttachment.workspaceId, workspaceId), isNull(feedbackAttachment.itemId))
  const [row] = await db.select({ n: count() }).from(feedbackAttachment).where(unused)
  return row?.n ?? 0
}

async function keep(
  { runtime }: FeedbackDoor,
  its: { workspaceId: WorkspaceId; environmentId: EnvironmentId },
  { bytes, ...picture }: Picture,
): Promise<AttachmentAnswer> {
  const { db } = runtime.database
  const box = await secretBox(db, its.workspaceId)
  const now = runtime.now()
  const id = newId('att', toMs(now))
  const row = { ...its, ...picture, id, bytes: bytes.length, sealed: box.sealBytes(bytes), createdAt: now }
  await db.insert(feedbackAttachment).values(row)
  return { id, ...picture, bytes: bytes.length }
}
