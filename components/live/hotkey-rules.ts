/** What of a key press the rules look at. */
export type Press = {
  key: string
  repeat: boolean
  shift: boolean
  /** Control, Command or Alt: such presses belong to the browser. */
  modified: boolean
  /** Typed into a field, or while a dialog or menu is open. */
  elsewhere: boolean
  sinceRouteChangeMs: number
}

const SETTLE_MS = 400

/**
 * The name of a press among single keys: `p`, `⇧a` for a letter with shift, other characters as they are typed (`?`,
 * `+`); null when single keys are off for it (ux §1.5).
 */
export function keyName(press: Press): string | null {
  if (press.repeat || press.modified || press.elsewhere || press.sinceRouteChangeMs < SETTLE_MS) return null
  if (press.key.length !== 1 || press.key === ' ') return null
  const lower = press.key.toLowerCase()
  return press.shift && lower !== press.key.toUpperCase() ? `⇧${lower}` : lower
}

/** What the viewer decided about single keys in this browser. `moved`: by `<where>:<key>`, the key it moved to. */
export type KeySettings = { off: boolean; dangerousOff: boolean; moved: Readonly<Record<string, string>> }
export const DEFAULT_KEYS: KeySettings = { off: false, dangerousOff: false, moved: {} }

/** Settings as they were kept; whatever is unreadable is as if never set. */
export function readKeySettings(text: string | null): KeySettings {
  if (text === null) return DEFAULT_KEYS
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept !== 'object' || kept === null) return DEFAULT_KEYS
    const moved = 'moved' in kept && typeof kept.moved === 'object' && kept.moved !== null ? kept.moved : {}
    return {
      off: 'off' in kept && kept.off === true,
      dangerousOff: 'dangerousOff' in kept && kept.dangerousOff === true,
      moved: Object.fromEntries(Object.entries(moved).filter((pair): pair is [string, string] => isKey(pair[1]))),
    }
  } catch {
    return DEFAULT_KEYS
  }
}

const isKey = (value: unknown): boolean => typeof value === 'string' && /^⇧?\S( \S)?$/.test(value)

/** Where a key works now; null: it is switched off. */
export function keyInForce(
  { off, dangerousOff, moved }: KeySettings,
  where: string,
  { key, dangerous = false }: { key: string; dangerous?: boolean | undefined },
): string | null {
  if (off || (dangerous && dangerousOff)) return null
  return moved[`${where}:${key}`] ?? key
}

const SEQUENCE_MS = 1500

/** Follows presses through sequences such as `g` then `r`. */
export class Sequences {
  #prefix: { key: string; atMs: number } | null = null

  /**
   * The key or sequence that a press completes, by the keys in force; null while nothing fits.
   * @param name as of `keyName` @param inForce all keys that work now
   */
  press(name: string, atMs: number, inForce: readonly string[]): string | null {
    const prefix = this.#prefix && atMs - this.#prefix.atMs < SEQUENCE_MS ? this.#prefix.key : null
    this.#prefix = null
    const whole = prefix === null ? name : `${prefix} ${name}`
    if (inForce.includes(whole)) return whole
    if (prefix === null && inForce.some((key) => key.startsWith(`${name} `))) this.#prefix = { key: name, atMs }
    return null
  }
}
