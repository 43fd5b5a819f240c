import { and, eq, lt, sql } from 'drizzle-orm'
import { idempotencyKey } from '@/drizzle/schema/platform'
import { canonicalJson } from '@/lib/kernel/hash'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { sha256 } from './audit'
import { type CommandContext } from './command'
import { type Db } from './database'

const bodyHash = (verb: string, input: unknown): string =>
  sha256(`${verb}\n${canonicalJson(JSON.parse(JSON.stringify(input ?? null)))}`)

/** The answer that this key got before, a refusal if it was for another request, or null when the key is new. */
export async function claimKey(
  context: CommandContext,
  verb: string,
  input: unknown,
  key: string | undefined,
): Promise<Outcome<unknown> | null> {
  if (!key) return null
  const { tx, actor } = context
  // Two requests with one key wait for each other; the second reads what the first stored.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`idem:${actor.workspaceId}:${actor.id}:${key}`}, 0))`,
  )
  const [row] = await tx
    .select()
    .from(idempotencyKey)
    .where(
      and(
        eq(idempotencyKey.workspaceId, actor.workspaceId),
        eq(idempotencyKey.actorId, actor.id),
        eq(idempotencyKey.key, key),
      ),
    )
  if (!row) return null
  if (row.bodyHash !== bodyHash(verb, input)) {
    return refuse('idempotency-key-reused', 'This idempotency key was used for another request.', {
      remedy: 'Send a new key.',
    })
  }
  return row.outcome as Outcome<unknown> // written below
}

/** Keeps what the command answered, refusals too; a fault keeps nothing, so that a retry runs. */
export async function keepAnswer(
  context: CommandContext,
  verb: string,
  input: unknown,
  key: string,
  outcome: Outcome<unknown>,
): Promise<void> {
  const { tx, actor, now } = context
  await tx.insert(idempotencyKey).values({
    workspaceId: actor.workspaceId,
    actorId: actor.id,
    key,
    bodyHash: bodyHash(verb, input),
    outcome,
    createdAt: now,
  })
}

/** Answers are kept for a day. */
export async function forgetOldAnswers(db: Db, now: Instant): Promise<void> {
  await db.delete(idempotencyKey).where(lt(idempotencyKey.createdAt, instant(toMs(now) - 24 * 3_600_000)))
}
