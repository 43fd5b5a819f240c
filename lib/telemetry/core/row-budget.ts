/** What one request costs at least, in rows: a key must not live on empty ones. */
export const ROWS_A_REQUEST = 10

/** A whole key's rows a second unless the installation says otherwise: more than one machine can store. */
export const ROWS_PER_S = 100_000

/** What a key may have saved up, in seconds of its rate: exporters send what gathered while we were away. */
const SAVED_S = 10
const KEYS_MAX = 10_000

/**
 * Rows that each key may send: a budget that fills at a steady rate. What comes is taken whole, however much it is; a key
 * that has overdrawn its budget waits until that is paid back.
 */
export class RowBudget {
  #keys = new Map<string, { rows: number; atMs: number }>()

  constructor(private readonly rowsPerS: number) {}

  /** Whole seconds until the key may send again; null: it may now. */
  waitS(key: string, nowMs: number): number | null {
    const rows = this.#rowsOf(key, nowMs)
    return rows > 0 ? null : Math.max(1, Math.ceil((1 - rows) / this.rowsPerS))
  }

  spend(key: string, rows: number, nowMs: number): void {
    if (this.#keys.size >= KEYS_MAX && !this.#keys.has(key)) this.#forgetFull(nowMs)
    this.#keys.set(key, { rows: this.#rowsOf(key, nowMs) - rows, atMs: nowMs })
  }

  #rowsOf(key: string, nowMs: number): number {
    const most = this.rowsPerS * SAVED_S
    const known = this.#keys.get(key)
    if (!known) return most
    // A clock that is set back gives nothing and takes nothing.
    return Math.min(most, known.rows + (Math.max(0, nowMs - known.atMs) / 1000) * this.rowsPerS)
  }

  /** Keys that have all they may save are as good as unknown. */
  #forgetFull(nowMs: number): void {
    for (const key of this.#keys.keys()) {
      if (this.#rowsOf(key, nowMs) === this.rowsPerS * SAVED_S) this.#keys.delete(key)
    }
  }
}
