/** What an attribute may hold after decoding; lists and maps have become JSON text. */
export type Scalar = string | number | boolean

/** Nesting that is read; deeper values make the record `too-deep`. */
const DEPTH_MAX = 8

export class TooDeep extends Error {}

/** Own property of a decoded protobuf message or of parsed JSON: both carry the same lower-camel-case names. */
export function field(from: unknown, name: string): unknown {
  return isObject(from) && Object.hasOwn(from, name) ? from[name] : undefined
}

export function listField(from: unknown, name: string): readonly unknown[] {
  const list = field(from, name)
  return Array.isArray(list) ? list : []
}

const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null

/**
 * An AnyValue of either encoding as a scalar; null for an empty one. 64-bit integers come as Long, text or number;
 * beyond 2^53 they lose their last digits.
 * @throws TooDeep
 */
export function scalarOf(value: unknown): Scalar | null {
  const plain = plainOf(value, 0)
  return typeof plain === 'object' && plain !== null ? JSON.stringify(plain) : plain
}

type Plain = Scalar | null | Plain[] | { [key: string]: Plain }

function plainOf(value: unknown, depth: number): Plain {
  if (depth > DEPTH_MAX) throw new TooDeep()
  const text = field(value, 'stringValue')
  if (typeof text === 'string') return text
  const flag = field(value, 'boolValue')
  if (typeof flag === 'boolean') return flag
  const whole = field(value, 'intValue')
  if (whole !== undefined) return numberOf(whole)
  const double = field(value, 'doubleValue')
  if (double !== undefined) return numberOf(double)
  const list = field(value, 'arrayValue')
  if (list !== undefined) return listField(list, 'values').map((item) => plainOf(item, depth + 1))
  const map = field(value, 'kvlistValue')
  // fromEntries defines own properties, so a key `__proto__` is only a key.
  if (map !== undefined)
    return Object.fromEntries(
      listField(map, 'values').map((entry) => [keyOf(entry), plainOf(field(entry, 'value'), depth + 1)]),
    )
  const bytes = field(value, 'bytesValue')
  return bytes instanceof Uint8Array ? hex(bytes) : typeof bytes === 'string' ? bytes : null
}

export function keyOf(entry: unknown): string {
  const key = field(entry, 'key')
  return typeof key === 'string' ? key : ''
}

/** A number from a number, decimal text (also `NaN`, `Infinity`) or Long; null when it is none of these. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value === 'string')
    return /^[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Infinity)$/i.test(value) ? Number(value) : null
  const [low, high] = [field(value, 'low'), field(value, 'high')]
  if (typeof low !== 'number' || typeof high !== 'number') return null
  return (field(value, 'unsigned') === true ? high >>> 0 : high) * 2 ** 32 + (low >>> 0)
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte] ?? ''
  return text
}
