import { editMailServer, readMailSetup, removeMailServer } from '@/lib/governance/server/mail-settings'
import { restRead, restWrite } from '@/lib/governance/server/rest'
import { actorMay } from '@/lib/kernel/actor'
import { refuse } from '@/lib/kernel/result'

/** Where mail goes through, and what became of the last mails: to whom mails went is for admins. */
export const GET = restRead(async ({ runtime, actor }) => {
  if (!actorMay(actor, 'mail.edit')) return refuse('forbidden', 'Only admins see what was sent to whom.')
  return { ok: true, value: await readMailSetup(runtime.database.db, actor.workspaceId) }
})

export const PATCH = restWrite(({ body, run }) => run(editMailServer, body))

export const DELETE = restWrite(({ run }) => run(removeMailServer, {}))
