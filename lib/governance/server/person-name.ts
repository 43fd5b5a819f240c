import { eq } from 'drizzle-orm'
import { apiKey, user } from '@/drizzle/schema/governance'
import { ApiKeyId, UserId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'

/** Name of a person or of the service behind a key, by the actor's id; the id itself when it is neither. */
export async function readPersonName(db: Db | Tx, actorId: string): Promise<string> {
  const userId = UserId.safeParse(actorId)
  const keyId = ApiKeyId.safeParse(actorId)
  const [row] = userId.success
    ? await db.select({ name: user.name }).from(user).where(eq(user.id, userId.data))
    : keyId.success
      ? await db.select({ name: apiKey.name }).from(apiKey).where(eq(apiKey.id, keyId.data))
      : []
  return row?.name ?? actorId
}
