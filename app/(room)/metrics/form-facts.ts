import { mainEnvironment } from '@/lib/flags/core/lifecycle'
import { listEnvironments } from '@/lib/flags/server/environments'
import { type Member } from '@/lib/kernel/actor'
import { lengthOf } from '@/lib/kernel/format-time'
import { type Runtime } from '@/lib/platform/runtime'
import { readEventNames } from '@/lib/telemetry/server/event-names'

/** What a form of a metric proposes: environments, the main one first, and the events that really arrive there. */
export async function formFacts(runtime: Runtime, { workspaceId }: Member) {
  const { db } = runtime.database
  const now = runtime.now()
  const all = await listEnvironments(db, workspaceId)
  const main = mainEnvironment(all)
  const heard = main
    ? await readEventNames(db, { workspaceId, environmentId: main.id }, now)
    : { events: [], spanMs: 3_600_000 }
  return {
    environments: all
      .toSorted((a, b) => Number(b.id === main?.id) - Number(a.id === main?.id))
      .map(({ key, name }) => ({ key, name })),
    seen: { events: heard.events, span: lengthOf(heard.spanMs), now },
  }
}
