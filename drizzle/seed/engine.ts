import { setTimeout } from 'node:timers/promises'
import { tick } from '@/lib/analysis/server/tick'
import { createEvaluator, type Evaluator } from '@/lib/flags/core/evaluator'
import { loadSnapshot } from '@/lib/flags/server/environments'
import { type Instant } from '@/lib/kernel/time'
import { type Lease, releaseLease, takeLease } from '@/lib/platform/lease'
import { type Runtime } from '@/lib/platform/runtime'
import { type House } from './house'
import { insist } from './insist'

const SETTLE_TRIES = 200

/** The engine looks at what has arrived until now, as the worker does each second. */
export async function look(runtime: Runtime, house: House, until: Instant): Promise<void> {
  await settled(runtime)
  await tick(runtime, await lead(runtime, house), until, house.workspaceId)
}

/**
 * Evidence is read below the oldest transaction that runs anywhere in the database server. Waits until what was just
 * committed is below it, so that a neighbour cannot shift it into the next stride.
 */
async function settled({ database: { sql } }: Runtime): Promise<void> {
  for (let attempt = 0; attempt < SETTLE_TRIES; attempt += 1) {
    const [row] = await sql<{ done: boolean }[]>`
      select coalesce((select txid < pg_snapshot_xmin(pg_current_snapshot()) from cohort_delta order by seq desc limit 1), true) as done`
    if (row?.done) return
    await setTimeout(20)
  }
}

/** The seed leads the analysis of this one workspace while it plays; the worker leaves it alone until it is told. */
async function lead({ database: { db } }: Runtime, { workspaceId }: House): Promise<Lease> {
  const lease = await takeLease(db, `sample ${workspaceId}`, 'seed')
  if (!lease) throw new Error('another process makes this sample')
  return lease
}

/** The seed looks no more. */
export async function leave(runtime: Runtime, house: House): Promise<void> {
  await releaseLease(runtime.database.db, await lead(runtime, house))
}

/** What production serves now. @param before kept as it is when nothing was published since */
export async function evaluatorNow(runtime: Runtime, house: House, before?: Evaluator): Promise<Evaluator> {
  const snapshot = await loadSnapshot(runtime.database.db, house.production)
  if (!snapshot) throw new Error('production has no snapshot')
  if (before?.metadata['version'] === String(snapshot.revision)) return before
  return insist(createEvaluator(snapshot.text, before))
}
