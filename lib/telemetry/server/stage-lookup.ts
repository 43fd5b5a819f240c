import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { type ServedStage, type StageOf } from '../core/model'
import { type Arm } from '../core/schema'

/** One exposure as flags must look it up: by revision, by time when it is missing or unknown. */
export type WantedStage = { environmentId: EnvironmentId; flag: string; revision: number | null; timeMs: number }

/**
 * What ingest must know from flags. Telemetry and flags have the same rank, so whoever starts the process passes this in.
 */
export type StageLookup = {
  /** Loads what `wanted` asks for; the answer is only asked for these. Throws when the database is away. */
  load(workspaceId: WorkspaceId, wanted: readonly WantedStage[]): Promise<StageOf>
  /** Arm that the hash gives to a clear unit id in a stage; null when it cannot be told. */
  armOf(served: ServedStage, unit: string): Arm | null
}

/** A client that showed the revision it runs, for the propagation meter. */
export type ClientRevision = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  clientId: string
  service: string | null
  version: string | null
  revision: number
}
