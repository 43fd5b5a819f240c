import { openStageLookup } from '@/lib/flags/server/stage-lookup'
import { instant } from '@/lib/kernel/time'
import { type Runtime } from '@/lib/platform/runtime'
import { readWorkspace } from '@/lib/governance/server/workspaces'
import { commitGroup } from '@/lib/telemetry/server/commit-batch'
import { type StageLookup } from '@/lib/telemetry/server/stage-lookup'
import { type IncomingRecord } from '@/lib/telemetry/core/schema'
import { type House } from './house'

export type PastIngest = (records: readonly IncomingRecord[]) => Promise<void>

/**
 * The door to the past: the very commit of ingest, where a record arrives when it happened.
 * @param part of the telling; what is sent twice is taken once, so no two parts send the same
 */
export async function openPastIngest(runtime: Runtime, house: House, part: string): Promise<PastIngest> {
  const workspace = await readWorkspace(runtime.database.db, house.workspaceId)
  if (!workspace) throw new Error('the demo workspace is gone')
  const stages: StageLookup = openStageLookup(runtime.database.db)
  const source = {
    workspaceId: house.workspaceId,
    environmentId: house.production,
    keyId: 'seed',
    unitKey: workspace.unitKey,
    simulated: true,
  }
  let request = 0
  return async (records) => {
    const last = records.at(-1)
    if (!last) return
    request += 1
    const at = { ...runtime, now: () => instant(last.timeMs) }
    const [stored] = await commitGroup(at, stages, [
      { source, records, body: new TextEncoder().encode(`seed ${part} request ${request}`) },
    ])
    if (!stored?.ok) throw new Error(`ingest refused the seed: ${stored?.code}`)
  }
}
