import { sql } from 'drizzle-orm'
import { instant, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from './database'

export const LEASE_MS = 5000

/** A lease held: `epoch` rises with every change of holder and fences whoever was paused meanwhile. */
export type Lease = { name: string; holder: string; epoch: number; expiresAt: Instant }

/** Takes or renews a lease by the database's own clock; null when somebody else holds it. */
export async function takeLease(db: Db, name: string, holder: string): Promise<Lease | null> {
  const rows = await db.execute<{ epoch: string; expires_at: string }>(sql`
    insert into lease as l (name, holder, epoch, expires_at)
    values (${name}, ${holder}, 1, clock_timestamp() + ${`${LEASE_MS} milliseconds`}::interval)
    on conflict (name) do update set
      epoch = case when l.holder = excluded.holder and l.expires_at > clock_timestamp() then l.epoch else l.epoch + 1 end,
      holder = excluded.holder,
      expires_at = excluded.expires_at
    where l.holder = excluded.holder or l.expires_at <= clock_timestamp()
    returning epoch, expires_at`)
  const row = rows[0]
  return row ? { name, holder, epoch: Number(row.epoch), expiresAt: instant(Date.parse(row.expires_at)) } : null
}

/**
 * True while the lease is still held in this epoch. Locks its row until the transaction ends, so nobody can take over
 * between the check and the commit.
 */
export async function holdsLease(tx: Tx, held: Lease): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from lease where name = ${held.name} and holder = ${held.holder} and epoch = ${held.epoch}
      and expires_at > clock_timestamp() for share`)
  return rows.length === 1
}

// The column rounds to milliseconds, maybe upwards: one less, so that it has run out now.
export async function releaseLease(db: Db, held: Lease): Promise<void> {
  await db.execute(sql`
    update lease set expires_at = clock_timestamp() - interval '1 millisecond' where name = ${held.name} and holder = ${held.holder} and epoch = ${held.epoch}`)
}
