/** Why something was refused, as a stable word for API clients, tests and audit. */
export type RefusalCode = string

/** An expected no: caused by a user or a rule, shown and audited, never logged as an error. */
export type Refusal = {
  ok: false
  code: RefusalCode
  message: string
  /** What would turn the no into a yes. */
  remedy?: string | undefined
  /** Path of the input that caused it, such as `stages.0.weight`. */
  field?: string | undefined
}

export type Outcome<T> = { ok: true; value: T } | Refusal

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function refuse(code: RefusalCode, message: string, extra: { remedy?: string; field?: string } = {}): Refusal {
  return { ok: false, code, message, ...extra }
}

/** Ends an exhaustive switch; a new case becomes a type error here. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`)
}
