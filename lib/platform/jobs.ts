import { sql } from 'drizzle-orm'
import { type Json } from '@/lib/kernel/hash'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from './database'
import { prepared } from './prepared'

/** Work for later, queued in the transaction that causes it. Payloads carry ids and a version, never values. */
export type Job = {
  task: string
  payload: { readonly [key: string]: Json }
  runAt?: Instant
  key?: string
  /** Jobs of one queue run one after the other. */
  queue?: string
}

export async function addJob(tx: Tx, job: Job): Promise<void> {
  await prepared(
    tx,
    sql`
    select graphile_worker.add_job(
      identifier => ${job.task}::text,
      payload => ${JSON.stringify(job.payload)}::json,
      queue_name => ${job.queue ?? null}::text,
      run_at => ${job.runAt ?? null}::timestamptz,
      job_key => ${job.key ?? null}::text)`,
  )
}
