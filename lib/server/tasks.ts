import { type TaskList } from 'graphile-worker'
import { z } from 'zod'
import { makeSample } from '@/drizzle/seed/sample'
import { refreshAllClocks } from '@/lib/feedback/server/clocks'
import { enrichWorkspace } from '@/lib/feedback/server/enrich'
import { placeLate } from '@/lib/feedback/server/place-late'
import { tidyFeedback } from '@/lib/feedback/server/tidy'
import { wakeDue } from '@/lib/feedback/server/wake'
import { openStageLookup } from '@/lib/flags/server/stage-lookup'
import { forgetOldClients } from '@/lib/flags/server/clients-seen'
import { MailId, RolloutId, WorkspaceId } from '@/lib/kernel/id'
import { AfterHalt, openAfterHalt } from '@/lib/incidents/server/after-halt'
import { IncidentMailJob, sendIncidentMail } from '@/lib/incidents/server/send-mail'
import { WatchIncident, watchIncident } from '@/lib/incidents/server/watch-incident'
import { forgetOldAnswers } from '@/lib/platform/idempotency'
import { sendQueuedMail } from '@/lib/platform/mail'
import { sweepMails } from '@/lib/platform/mail-sweep'
import { type Runtime } from '@/lib/platform/runtime'
import { confirmRollback } from '@/lib/rollouts/server/confirm'
import { ensurePartitions, forgetOldKeys } from '@/lib/telemetry/server/partitions'
import { forgetOldAliases } from '@/lib/telemetry/server/unattributed'
import { keepNoLonger } from './retention'

const ConfirmRollback = z.object({ workspaceId: WorkspaceId, rolloutId: RolloutId })
const SendMail = z.object({ mailId: MailId })

const OfWorkspace = z.object({ workspaceId: WorkspaceId })

/** Jobs tell and tidy; none of them raises exposure. */
export const tasks = (runtime: Runtime): TaskList => ({
  'rollout.confirm': async (payload) => {
    await confirmRollback(runtime, ConfirmRollback.parse(payload))
  },
  'mail.send': async (payload) => {
    await sendQueuedMail(runtime, SendMail.parse(payload).mailId)
  },
  'incident.after-halt': async (payload) => {
    await openAfterHalt(runtime, AfterHalt.parse(payload))
  },
  'incident.watch': async (payload) => {
    await watchIncident(runtime, WatchIncident.parse(payload))
  },
  'incident.mail': async (payload) => {
    await sendIncidentMail(runtime, IncidentMailJob.parse(payload))
  },
  'sample.make': async (payload) => {
    await makeSample(runtime, OfWorkspace.parse(payload).workspaceId)
  },
  'mail-sweep': () => sweepMails(runtime),
  'feedback.enrich': async (payload) => {
    await enrichWorkspace(runtime, openStageLookup(runtime.database.db), OfWorkspace.parse(payload).workspaceId)
  },
  'feedback.clocks': async (payload) => {
    await refreshAllClocks(runtime, OfWorkspace.parse(payload).workspaceId)
  },
  'feedback-place': async () => {
    await placeLate(runtime, openStageLookup(runtime.database.db))
  },
  'feedback.wake': async (payload) => {
    await wakeDue(runtime, OfWorkspace.parse(payload).workspaceId)
  },
  housekeeping: async () => {
    const now = runtime.now()
    await ensurePartitions(runtime.database.sql, now)
    await forgetOldKeys(runtime.database.sql, now)
    await forgetOldAliases(runtime.database.sql, now)
    await forgetOldAnswers(runtime.database.db, now)
    await forgetOldClients(runtime.database.db, now)
    await tidyFeedback(runtime.database.db, now)
    await keepNoLonger(runtime)
  },
})

/** Every hour, and once at the start for the time the worker was away; mails that nobody works on, and words of people not known yet, every minute. */
export const crontab = ['7 * * * * housekeeping ?fill=2h', '* * * * * mail-sweep', '* * * * * feedback-place'].join(
  '\n',
)
