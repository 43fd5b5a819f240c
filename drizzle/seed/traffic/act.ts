import { statSync } from 'node:fs'

/** What breaks in the live act: from then on this many of the people who meet the new version fail. */
export const ACT = { flag: 'seat-map', metric: 'seat_errors', rate: 0.3 } as const

const AFTER_MS = 40_000

/** True once the act has begun. @param appearedMs when the first viewer came; null: nobody yet */
export const hasBegun = (appearedMs: number | null, nowMs: number): boolean =>
  appearedMs !== null && nowMs >= appearedMs + AFTER_MS

/** When the file was written, in unix ms; null while it is not there. */
export function appearedAt(path: string | null): number | null {
  return path === null ? null : (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null)
}
