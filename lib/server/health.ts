import { type FlagsRuntime } from '@/lib/flags/server/hot-flags'
import { json, type HotResponse } from '@/lib/platform/hot'
import { type Runtime } from '@/lib/platform/runtime'
import { type Child } from './child'
import { VERSION } from './config'

const ANSWER_MS = 1000

/** Status for balancers and people; 200 also while the database is away, since flags are still served. */
export async function healthAnswer(
  runtime: Runtime,
  flags: FlagsRuntime,
  children: readonly Child[],
): Promise<HotResponse> {
  const postgres = await answers(runtime)
  const processes = Object.fromEntries(
    children.map(({ state }) => [state.name, { state: state.state, restarts: state.restarts }]),
  )
  const healthy = postgres && children.every(({ state }) => state.state === 'up')
  const { staleSince } = flags.snapshots
  return json(
    200,
    {
      status: healthy ? 'ok' : 'degraded',
      postgres: postgres ? 'up' : 'down',
      // Environments of several workspaces may share a name: this is for people, the revision's home is the document.
      revision: Object.fromEntries(flags.snapshots.all().map(({ key, revision }) => [key, revision])),
      ...(staleSince ? { staleSince } : {}),
      version: VERSION,
      processes,
    },
    { 'cache-control': 'no-store' },
  )
}

async function answers(runtime: Runtime): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), ANSWER_MS).unref())
  const asked = runtime.database.sql`select 1`.then(
    () => true,
    () => false,
  )
  return Promise.race([asked, late])
}
