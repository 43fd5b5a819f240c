import type { EnvironmentId, WorkspaceId } from '@/lib/kernel/id'
import { instant, toMs, type Instant } from '@/lib/kernel/time'
import type { Evaluation } from '../core/evaluator'

/** Evaluations answered in one minute; an empty variant is the caller's own default. */
export type UsageRow = {
  workspaceId: WorkspaceId
  environmentId: EnvironmentId
  flagKey: string
  variant: string
  minute: Instant
  count: number
}

const MINUTE_MS = 60_000
/** Rows kept while the database is away; after that the oldest minutes are forgotten. */
const ROWS_MAX = 100_000

/** Counts answers per flag, variant and minute in memory. Usage, never exposure. */
export class FlagUsage {
  #minuteMs = 0
  /** Equal answers of one revision are the same object, so counting one is a single look-up. */
  #now = new Map<Evaluation, UsageRow>()
  #past: UsageRow[] = []

  /** @param nowMs unix milliseconds */
  count(
    place: { workspaceId: WorkspaceId; environmentId: EnvironmentId },
    evaluation: Evaluation,
    nowMs: number,
  ): void {
    if (evaluation.kind === 'error') return
    if (nowMs - this.#minuteMs >= MINUTE_MS || nowMs < this.#minuteMs) this.#turn(nowMs)
    const row = this.#now.get(evaluation) ?? this.#firstOf(place, evaluation)
    row.count += 1
  }

  /** Every count since the last take, one row for each flag, variant and minute, to be added to what is stored. */
  take(): UsageRow[] {
    this.#turn(this.#minuteMs)
    const rows = new Map<string, UsageRow>()
    for (const row of this.#past.splice(0)) {
      const key = [row.environmentId, row.flagKey, row.variant, row.minute].join('\n')
      const earlier = rows.get(key)
      if (earlier) earlier.count += row.count
      else rows.set(key, { ...row })
    }
    return [...rows.values()]
  }

  /** Gives back what could not be stored. */
  putBack(rows: readonly UsageRow[]): void {
    this.#past.unshift(...rows)
    this.#forgetOldest()
  }

  #firstOf(
    { workspaceId, environmentId }: { workspaceId: WorkspaceId; environmentId: EnvironmentId },
    evaluation: Evaluation,
  ): UsageRow {
    const variant = evaluation.kind === 'value' ? evaluation.variant : ''
    const minute = instant(this.#minuteMs)
    const row = { workspaceId, environmentId, flagKey: evaluation.key, variant, minute, count: 0 }
    this.#now.set(evaluation, row)
    return row
  }

  #turn(nowMs: number): void {
    this.#past.push(...this.#now.values())
    this.#now = new Map()
    this.#minuteMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS
    this.#forgetOldest()
  }

  #forgetOldest(): void {
    if (this.#past.length <= ROWS_MAX) return
    this.#past = this.#past.toSorted((a, b) => toMs(b.minute) - toMs(a.minute)).slice(0, ROWS_MAX)
  }
}
