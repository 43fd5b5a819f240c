import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { type RolloutEvent } from '../core/events'
import { type Rollout } from '../core/model'

export type RolloutSaved = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  /** Null when it was just created. */
  before: Rollout | null
  after: Rollout
  events: readonly RolloutEvent[]
}

/** A rollout was created or decided about; told inside that transaction. Analysis prepares and ends its comparison by it. */
export const rolloutSaved: { name: string; payload?: RolloutSaved } = { name: 'rollout.saved' }
