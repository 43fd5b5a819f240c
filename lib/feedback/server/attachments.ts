import { and, asc, eq } from 'drizzle-orm'
import { feedbackAttachment } from '@/drizzle/schema/feedback'
import { actorMay, type Actor, type Member } from '@/lib/kernel/actor'
import { AttachmentId, type FeedbackItemId } from '@/lib/kernel/id'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { paths } from '@/lib/kernel/paths'
import { toMs } from '@/lib/kernel/time'
import { type Db } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { type AttachmentView } from '../core/schema'
import { findItem, type ItemRow } from './item-rows'
import { secretBox, type SecretBox } from './secret-box'

const SHOWN_MS = 5 * 60_000

/** Where personal data was found in the words, it is most likely in the picture of them too. */
const isHidden = ({ masked }: Pick<ItemRow, 'masked'>): boolean => masked.length > 0

/** The pictures of an item in their order, without their bytes. */
export async function attachmentViews(
  db: Db,
  row: Pick<ItemRow, 'workspaceId' | 'id' | 'masked'>,
): Promise<AttachmentView[]> {
  const { id, mediaType, width, height, bytes } = feedbackAttachment
  const rows = await db
    .select({ id, mediaType, width, height, bytes })
    .from(feedbackAttachment)
    .where(and(eq(feedbackAttachment.workspaceId, row.workspaceId), eq(feedbackAttachment.itemId, row.id)))
    .orderBy(asc(feedbackAttachment.position), asc(feedbackAttachment.id))
  return rows.map((one) => Object.assign({ hidden: isHidden(row) }, one))
}

/** Addresses of an item's pictures that show them for five minutes, to whoever was just allowed to see the original. */
export async function revealedAttachments(
  { database: { db }, now }: Runtime,
  actor: Member,
  itemId: FeedbackItemId,
): Promise<{ id: AttachmentId; address: string }[]> {
  const box = await secretBox(db, actor.workspaceId)
  const pass = passOf(box, itemId, actor.id, toMs(now()) + SHOWN_MS)
  const its = { workspaceId: actor.workspaceId, id: itemId, masked: [] }
  return (await attachmentViews(db, its)).map(({ id }) => {
    return { id, address: paths.api.feedbackAttachment(itemId, id, pass) }
  })
}

/** One picture, for the door that shows it. @param pass from a reveal; needed where the words hide something */
export async function readAttachment(
  runtime: Runtime,
  actor: Actor,
  { itemId, attachmentId, pass }: { itemId: string; attachmentId: string; pass: string | null },
): Promise<Outcome<{ mediaType: string; bytes: Uint8Array }>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { db } = runtime.database
  const row = await findItem(db, actor.workspaceId, itemId)
  const id = AttachmentId.safeParse(attachmentId)
  const [found] =
    row && id.success
      ? await db
          .select()
          .from(feedbackAttachment)
          .where(
            and(
              eq(feedbackAttachment.workspaceId, actor.workspaceId),
              eq(feedbackAttachment.itemId, row.id),
              eq(feedbackAttachment.id, id.data),
            ),
          )
      : []
  if (!row || !found) return refuse('not-found', 'This picture does not exist here.')
  const box = await secretBox(db, actor.workspaceId)
  if (isHidden(row)) {
    const mayReveal = actorMay(actor, 'feedback.reveal')
    if (!mayReveal || !isPass(box, pass, { itemId: row.id, actorId: actor.id, nowMs: toMs(runtime.now()) }))
      return refuse('forbidden', 'This picture is hidden, as its words are.', {
        remedy: 'Show the original with a reason; then it can be seen for five minutes.',
      })
  }
  const bytes = box.openBytes(found.sealed)
  return bytes
    ? ok({ mediaType: found.mediaType, bytes })
    : refuse('not-found', 'This picture cannot be read any more.')
}

/** Bound to item, person and moment: passed on, it shows nothing to anybody else. */
function passOf(box: SecretBox, itemId: FeedbackItemId, actorId: string, untilMs: number): string {
  const proof = box.hash('shown', `${itemId}\n${actorId}\n${untilMs}`)
  return `${untilMs}.${Buffer.from(proof).toString('base64url')}`
}

function isPass(
  box: SecretBox,
  pass: string | null,
  { itemId, actorId, nowMs }: { itemId: FeedbackItemId; actorId: string; nowMs: number },
): boolean {
  const untilMs = Number(/^(\d{13,15})\./.exec(pass ?? '')?.[1] ?? 0)
  return untilMs >= nowMs && pass === passOf(box, itemId, actorId, untilMs)
}
