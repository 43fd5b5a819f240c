import { sql } from 'drizzle-orm'
import { type Instant } from '@/lib/kernel/time'
import { transact, type Db } from '@/lib/platform/database'

/** Presence is kept for an hour; what was done a fortnight ago without a reply is closed. */
export async function tidyFeedback(db: Db, now: Instant): Promise<void> {
  // Pictures that no item named in a day were left behind; the others go after twelve months.
  await db.execute(sql`
    delete from feedback_attachment where (item_id is null and created_at < ${now}::timestamptz - interval '1 day')
      or created_at < ${now}::timestamptz - interval '12 months'`)
  await db.execute(sql`delete from feedback_presence where seen_at < ${now}::timestamptz - interval '1 hour'`)
  await transact(db, async (tx) => {
    await tx.execute(sql`
      with due as (
        select i.id from feedback_item i where i.state = 'done' and i.bucket = 'done'
          and (select max(s.created_at) from feedback_state s where s.workspace_id = i.workspace_id and s.item_id = i.id)
            < ${now}::timestamptz - interval '14 days'
        limit 5000 for update skip locked
      ), closed as (
        update feedback_item i set state = 'closed', version = i.version + 1,
          state_detail = jsonb_set(i.state_detail, '{kind}', '"closed"')
        from due where i.id = due.id returning i.workspace_id, i.id, i.state_detail
      )
      insert into feedback_state (workspace_id, item_id, state, detail, actor_kind, actor_id, actor_name, created_at)
      select workspace_id, id, 'closed', state_detail, 'system', 'system', 'Soundings', ${now} from closed`)
  })
}
