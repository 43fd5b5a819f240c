import { and, asc, eq, inArray } from 'drizzle-orm'
import { feedbackAttachment } from '@/drizzle/schema/feedback'
import { type FeedbackItemId, type WorkspaceId } from '@/lib/kernel/id'
import { paths } from '@/lib/kernel/paths'
import { type Db } from '@/lib/platform/database'
import { type SecretBox } from './secret-box'

/** A file has to fit into the memory of whoever makes and opens it. */
const BYTES_MAX = 32 * 1024 * 1024

export type ExportedPicture = { mediaType: string; address: string; base64: string | null }

/** Pictures of a person's items as text of a JSON file; beyond 32 MiB in all, by their addresses alone. */
export async function exportedPictures(
  db: Db,
  box: SecretBox,
  workspaceId: WorkspaceId,
  items: readonly FeedbackItemId[],
): Promise<Map<FeedbackItemId, ExportedPicture[]>> {
  const { id, itemId, mediaType, bytes } = feedbackAttachment
  const rows = await db
    .select({ id, itemId, mediaType, bytes })
    .from(feedbackAttachment)
    .where(and(eq(feedbackAttachment.workspaceId, workspaceId), inArray(itemId, items)))
    .orderBy(asc(feedbackAttachment.itemId), asc(feedbackAttachment.position))
  const all = new Map<FeedbackItemId, ExportedPicture[]>()
  let total = 0
  for (const row of rows) {
    if (!row.itemId) continue
    total += row.bytes
    const base64 = total <= BYTES_MAX ? await base64Of(db, box, row.id) : null
    const picture = { mediaType: row.mediaType, address: paths.api.feedbackAttachment(row.itemId, row.id), base64 }
    all.set(row.itemId, [...(all.get(row.itemId) ?? []), picture])
  }
  return all
}

async function base64Of(db: Db, box: SecretBox, id: typeof feedbackAttachment.$inferSelect.id): Promise<string | null> {
  const [row] = await db
    .select({ sealed: feedbackAttachment.sealed })
    .from(feedbackAttachment)
    .where(eq(feedbackAttachment.id, id))
  const bytes = row ? box.openBytes(row.sealed) : null
  return bytes ? Buffer.from(bytes).toString('base64') : null
}
