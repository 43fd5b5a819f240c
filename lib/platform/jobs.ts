import { sql } from 'drizzle-orm'
import { type Json } from '@/lib/kernel/hash'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from './database'

/** Work for later, queued in the transaction that causes it. Payloads carry ids and a version, never values. */
export type Job = { task: string; payload: { readonly [key: string]: Json }; runAt?: Instant; key?: string }

export async function addJob(tx: Tx, job: Job): Promise<void> {
  await tx.execute(sql`
    select graphile_worker.add_job(
      identifier => ${job.task}::text,
      payload => ${JSON.stringify(job.payload)}::json,
      run_at => ${job.runAt ?? null}::timestamptz,
      job_key => ${job.key ?? null}::text)`)
}
