/** What of a key press the rules look at. */
export type Press = {
  key: string
  repeat: boolean
  modified: boolean
  /** Typed into a field, or while a dialog or menu is open. */
  elsewhere: boolean
  sinceRouteChangeMs: number
}

const SETTLE_MS = 400

/** The single key meant by a press, lower-cased, or null when single keys are off for it (ux §1.5). */
export function singleKey(press: Press): string | null {
  if (press.repeat || press.modified || press.elsewhere || press.sinceRouteChangeMs < SETTLE_MS) return null
  return press.key.length === 1 ? press.key.toLowerCase() : null
}
