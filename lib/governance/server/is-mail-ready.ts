import { asc } from 'drizzle-orm'
import { workspace } from '@/drizzle/schema/governance'
import { isAway } from '@/lib/platform/database'
import { mailServer } from '@/lib/platform/mail'
import { type Runtime } from '@/lib/platform/runtime'

/** Whether any workspace here can send mail, for people who are not signed in: it says nothing of their account. */
export async function isMailReady(runtime: Runtime): Promise<boolean> {
  const { db } = runtime.database
  try {
    const all = await db.select({ id: workspace.id }).from(workspace).orderBy(asc(workspace.createdAt)).limit(20)
    for (const { id } of all) if (await mailServer(db, id)) return true
    return false
  } catch (error) {
    if (isAway(error)) return true // the form itself says what is missing
    throw error
  }
}
