import { and, eq, inArray, lt } from 'drizzle-orm'
import { outboxMail } from '@/drizzle/schema/platform'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { transact, type Tx } from './database'
import { addJob } from './jobs'
import { mailServer, sendJob } from './mail'
import { type Runtime } from './runtime'

/** Longer than any conversation with a mail server lasts. */
const LOST_AFTER_MS = 10 * 60_000
const LATE_AFTER_MS = 2 * 60_000
const AT_ONCE = 500

/**
 * Finds mails that nobody works on: those whose worker died in the middle are `unknown` from now on, those whose job was
 * lost get another, and those that waited for a mail server go out once there is one.
 */
export async function sweepMails(runtime: Runtime): Promise<void> {
  const now = runtime.now()
  await transact(runtime.database.db, async (tx) => {
    await tx
      .update(outboxMail)
      .set({ state: 'unknown', reason: 'outcome-unknown', detail: 'The worker stopped while sending.', changedAt: now })
      .where(and(eq(outboxMail.state, 'sending'), lt(outboxMail.changedAt, before(now, LOST_AFTER_MS))))
    const late = await tx
      .select({ id: outboxMail.id })
      .from(outboxMail)
      .where(and(eq(outboxMail.state, 'queued'), lt(outboxMail.nextAt, before(now, LATE_AFTER_MS))))
      .limit(AT_ONCE)
    for (const { id } of late) await addJob(tx, sendJob(id))
    await wake(tx, now)
  })
}

async function wake(tx: Tx, now: Instant): Promise<void> {
  const waiting = await tx
    .select({ workspaceId: outboxMail.workspaceId })
    .from(outboxMail)
    .where(eq(outboxMail.state, 'waiting'))
    .groupBy(outboxMail.workspaceId)
  for (const { workspaceId } of waiting) {
    if (await mailServer(tx, workspaceId)) await wakeMails(tx, workspaceId, now)
  }
}

/** Sends what waited for a mail server. A mail that waited for more than two weeks has lost its sense and is given up. */
export async function wakeMails(
  tx: Tx,
  workspaceId: (typeof outboxMail.$inferSelect)['workspaceId'],
  now: Instant,
): Promise<void> {
  const its = and(eq(outboxMail.workspaceId, workspaceId), eq(outboxMail.state, 'waiting'))
  const tooOld = lt(outboxMail.createdAt, before(now, 14 * 86_400_000))
  await tx.update(outboxMail).set({ state: 'gave-up', changedAt: now }).where(and(its, tooOld))
  const woken = await tx
    .update(outboxMail)
    .set({ state: 'queued', reason: null, nextAt: now, changedAt: now })
    .where(its)
    .returning({ id: outboxMail.id })
  for (const { id } of woken) await addJob(tx, sendJob(id))
}

/** Forgets mails that are over, after so many days. */
export async function forgetMails(
  tx: Tx,
  workspaceId: (typeof outboxMail.$inferSelect)['workspaceId'],
  before: Instant,
) {
  const over = inArray(outboxMail.state, ['sent', 'unknown', 'gave-up'])
  await tx
    .delete(outboxMail)
    .where(and(eq(outboxMail.workspaceId, workspaceId), over, lt(outboxMail.changedAt, before)))
}

const before = (now: Instant, ms: number): Instant => instant(toMs(now) - ms)
