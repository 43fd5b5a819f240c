import { sql } from 'drizzle-orm'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Tx } from './database'
import { prepared } from './prepared'

/** The next number that people say aloud (RO-142). Its row is locked until commit, so numbers have no gaps. */
export async function nextNumber(tx: Tx, workspaceId: WorkspaceId, kind: string): Promise<number> {
  const [row] = await prepared<{ value: number }>(
    tx,
    sql`
    insert into counter (workspace_id, kind, value) values (${workspaceId}, ${kind}, 1)
    on conflict (workspace_id, kind) do update set value = counter.value + 1 returning value`,
  )
  if (!row) throw new Error(`counter ${kind} gave no number`)
  return row.value
}

/** The next `count` numbers, the first of them; locked until commit as one is. */
export async function nextNumbers(tx: Tx, workspaceId: WorkspaceId, kind: string, count: number): Promise<number> {
  const [row] = await prepared<{ value: number }>(
    tx,
    sql`
    insert into counter (workspace_id, kind, value) values (${workspaceId}, ${kind}, ${count})
    on conflict (workspace_id, kind) do update set value = counter.value + ${count} returning value`,
  )
  if (!row) throw new Error(`counter ${kind} gave no number`)
  return row.value - count + 1
}

/** Sets a counter, so that the next number is `value + 1`. The seed tells its story in its own order. */
export async function setCounter(tx: Tx, workspaceId: WorkspaceId, kind: string, value: number): Promise<void> {
  await tx.execute(sql`
    insert into counter (workspace_id, kind, value) values (${workspaceId}, ${kind}, ${value})
    on conflict (workspace_id, kind) do update set value = excluded.value`)
}
