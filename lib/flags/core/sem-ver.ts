/** A version by Semantic Versioning 2.0.0; build metadata takes no part in comparisons and is dropped. */
export type SemVer = { major: number; minor: number; patch: number; prerelease: readonly (string | number)[] }

export const SEM_VER_OPS = ['=', '!=', '<', '<=', '>=', '>', '^', '~'] as const
export type SemVerOp = (typeof SEM_VER_OPS)[number]

const NUMERIC = '0|[1-9]\\d*'
const IDENTIFIER = `(?:${NUMERIC}|\\d*[A-Za-z-][\\dA-Za-z-]*)`
const FULL = new RegExp(
  `^v?(${NUMERIC})\\.(${NUMERIC})\\.(${NUMERIC})(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*)?$`,
)
const PARTIAL = /^\d+(?:\.\d+)?$/
/** What flagd reads in a partial version: the first numbers of at most 16 digits, wherever they begin. */
const COERCED = /(?:^|\D)(\d{1,16})(?:\.(\d{1,16}))?(?:$|\D)/
const LENGTH_MAX = 256
const PARSED_MAX = 1000

/** One request asks many rules about the same few versions. */
const parsed = new Map<string, SemVer | null>()

/** Reads what flagd reads: numbers, one leading `v` or `V`, and partial versions (`2`, `2.1`); null for anything else. */
export function parseSemVer(raw: unknown): SemVer | null {
  const text = String(raw)
  const known = parsed.get(text)
  if (known !== undefined) return known
  const version = parse(text)
  if (parsed.size >= PARSED_MAX) parsed.clear()
  if (text.length <= LENGTH_MAX) parsed.set(text, version)
  return version
}

function parse(raw: string): SemVer | null {
  const text = raw.replace(/^[vV]/, '')
  if (text.length > LENGTH_MAX) return null
  const match = FULL.exec(text.trim()) ?? FULL.exec(completed(text))
  if (!match) return null
  const [major, minor, patch] = [1, 2, 3].map((part) => Number(match[part] ?? 0))
  if (major === undefined || minor === undefined || patch === undefined) return null
  if (Math.max(major, minor, patch) > Number.MAX_SAFE_INTEGER) return null
  return { major, minor, patch, prerelease: (match[4]?.split('.') ?? []).map(identifier) }
}

/** `2` and `2.1` as whole versions; '' for what is no partial version. */
function completed(text: string): string {
  const [, major, minor = '0'] = (PARTIAL.test(text) && COERCED.exec(text)) || []
  return major === undefined ? '' : `${major}.${minor}.0`
}

function identifier(text: string): string | number {
  const value = Number(text)
  return /^\d+$/.test(text) && value < Number.MAX_SAFE_INTEGER ? value : text
}

/** Negative when `a` comes before `b`. */
export function compareSemVer(a: SemVer, b: SemVer): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePrerelease(a.prerelease, b.prerelease)
}

function comparePrerelease(a: SemVer['prerelease'], b: SemVer['prerelease']): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const [x, y] = [a[i], b[i]]
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1
    const order = compareIdentifier(x, y)
    if (order !== 0) return order
  }
  return 0
}

function compareIdentifier(x: string | number, y: string | number): number {
  if (typeof x === 'number' && typeof y === 'number') return x - y
  if (typeof x !== typeof y) return typeof x === 'number' ? -1 : 1
  if (x === y) return 0
  return x < y ? -1 : 1
}

/**
 * flagd's `sem_ver`: `^` asks for the same major version and `~` for the same major and minor; neither is an npm range.
 * @returns null for a version or an operator that cannot be read
 */
export function semVerHolds(left: unknown, op: string, right: unknown): boolean | null {
  const a = parseSemVer(left)
  const b = parseSemVer(right)
  if (!a || !b) return null
  switch (op) {
    case '=':
      return compareSemVer(a, b) === 0
    case '!=':
      return compareSemVer(a, b) !== 0
    case '<':
      return compareSemVer(a, b) < 0
    case '<=':
      return compareSemVer(a, b) <= 0
    case '>=':
      return compareSemVer(a, b) >= 0
    case '>':
      return compareSemVer(a, b) > 0
    case '^':
      return a.major === b.major
    case '~':
      return a.major === b.major && a.minor === b.minor
    default:
      return null
  }
}
