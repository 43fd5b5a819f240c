import { type TaskList } from 'graphile-worker'
import { z } from 'zod'
import { forgetOldClients } from '@/lib/flags/server/clients-seen'
import { RolloutId, WorkspaceId } from '@/lib/kernel/id'
import { forgetOldAnswers } from '@/lib/platform/idempotency'
import { type Runtime } from '@/lib/platform/runtime'
import { confirmRollback } from '@/lib/rollouts/server/confirm'
import { ensurePartitions, forgetOldKeys } from '@/lib/telemetry/server/partitions'

const ConfirmRollback = z.object({ workspaceId: WorkspaceId, rolloutId: RolloutId })

/** Jobs tell and tidy; none of them raises exposure. */
export const tasks = (runtime: Runtime): TaskList => ({
  'rollout.confirm': async (payload) => {
    await confirmRollback(runtime, ConfirmRollback.parse(payload))
  },
  housekeeping: async () => {
    const now = runtime.now()
    await ensurePartitions(runtime.database.sql, now)
    await forgetOldKeys(runtime.database.sql, now)
    await forgetOldAnswers(runtime.database.db, now)
    await forgetOldClients(runtime.database.db, now)
  },
})

/** Every hour, and once at the start for the time the worker was away. */
export const crontab = '7 * * * * housekeeping ?fill=2h'
