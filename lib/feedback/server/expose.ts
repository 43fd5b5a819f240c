import { readUnitExposures, type StageLookup } from '@/lib/telemetry/server/contract'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { exposureAt, LOOK_BACK_MS, type Snapshot } from '../core/exposure'

export type AskedExposure = { unit: string | null; atMs: number; environmentId: EnvironmentId | null }

/** The arm of every flag that each person met, at the moment of each item. Items without a unit have none. */
export async function snapshots(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  stages: StageLookup,
  asked: readonly AskedExposure[],
): Promise<Snapshot[][]> {
  const units = new Map<string, { unit: string; atMs: number; environmentId: EnvironmentId | null }>()
  for (const { unit, atMs, environmentId } of asked) {
    if (unit !== null) units.set(`${unit} ${atMs} ${environmentId}`, { unit, atMs, environmentId })
  }
  if (units.size === 0) return asked.map(() => [])
  const met = await Promise.all(
    [...units.values()].map(async (one) => {
      const { exposures, entries } = await readUnitExposures(db, workspaceId, [one], LOOK_BACK_MS)
      return { one, exposures, entries }
    }),
  )
  const stageOf = await stages.load(
    workspaceId,
    met.flatMap(({ exposures }) =>
      exposures.map(({ environmentId, flag, revision, lastMs }) => ({ environmentId, flag, revision, timeMs: lastMs })),
    ),
  )
  const found = new Map(
    met.map(({ one, exposures, entries }) => {
      const seen = exposures.map((record) => ({
        ...record,
        served: stageOf(record.environmentId, record.flag, record.revision, record.lastMs),
      }))
      return [`${one.unit} ${one.atMs} ${one.environmentId}`, exposureAt(seen, entries, one.atMs)] as const
    }),
  )
  return asked.map(({ unit, atMs, environmentId }) => found.get(`${unit} ${atMs} ${environmentId}`) ?? [])
}
