import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { type PolicyView } from '../core/schema'
import { readMeasuredSince } from './metric-rows'
import { readPolicy } from './policies'

/** What several rollouts of one tick ask for alike, read once. */
export class World {
  readonly #db: Db
  readonly #policies = new Map<string, Promise<PolicyView | null>>()
  readonly #metrics = new Map<WorkspaceId, Promise<Map<string, number>>>()

  constructor(db: Db) {
    this.#db = db
  }

  policy(workspaceId: WorkspaceId, key: string): Promise<PolicyView | null> {
    const name = `${workspaceId} ${key}`
    const found = this.#policies.get(name) ?? readPolicy(this.#db, workspaceId, key)
    this.#policies.set(name, found)
    return found
  }

  measuredSince(workspaceId: WorkspaceId): Promise<Map<string, number>> {
    const found = this.#metrics.get(workspaceId) ?? readMeasuredSince(this.#db, workspaceId)
    this.#metrics.set(workspaceId, found)
    return found
  }
}
