import { type Sql } from 'postgres'
import { type Instant } from '@/lib/kernel/time'

/** `attribution`: events that were taken, and that came before anybody knew whose they are. */
export type Door =
  | 'otlp.logs'
  | 'otlp.traces'
  | 'otlp.metrics'
  | 'events'
  | 'attribution'
  | 'feedback'
  | 'feedback.webhook'
  | 'feedback.attachment'
  | 'alerts'
  | 'deployments'
  | 'github'
  | 'gitlab'
/** Each door has a closed set of codes of its own. */
type Rejected = { code: string; count: number }

type Key = { workspaceId: string; door: Door; code: string; hour: string }

/**
 * Counts why records and requests were refused, in memory, and adds them to `ingest_rejection` every few seconds: a
 * refused request must not cost a write, and counts that were not stored yet may be lost with the process.
 */
export class RejectionCounts {
  #counts = new Map<string, Key & { count: number }>()

  constructor(private readonly now: () => Instant) {}

  /** @param workspaceId null when the key was not recognised */
  add(workspaceId: string | null, door: Door, rejected: readonly Rejected[]): void {
    const hour = `${this.now().slice(0, 13)}:00:00.000Z`
    for (const { code, count } of rejected) {
      const row = { workspaceId: workspaceId ?? '', door, code, hour }
      const key = Object.values(row).join(' ')
      const known = this.#counts.get(key)
      this.#counts.set(key, { ...row, count: (known?.count ?? 0) + count })
    }
  }

  /** Stores and forgets what was counted; keeps it for the next time when the database is away. */
  async flush(sql: Sql): Promise<void> {
    if (this.#counts.size === 0) return
    const taken = this.#counts
    this.#counts = new Map()
    const rows = [...taken.values()]
    const column = <K extends keyof (typeof rows)[number]>(key: K) => rows.map((row) => row[key])
    try {
      await sql`
        insert into ingest_rejection as r (workspace_id, door, code, hour, count)
        select * from unnest(${column('workspaceId')}::text[], ${column('door')}::text[], ${column('code')}::text[],
          ${column('hour')}::text[]::timestamptz[], ${column('count')}::bigint[])
        on conflict (workspace_id, door, code, hour) do update set count = r.count + excluded.count`
    } catch (error) {
      for (const [key, row] of taken) {
        this.#counts.set(key, { ...row, count: row.count + (this.#counts.get(key)?.count ?? 0) })
      }
      throw error
    }
  }
}
