import { bucketOf, WEIGHT_MAX } from './bucket'

type Variant = string | number | boolean | null

/**
 * flagd's `fractional`, v2: `[key?, [variant, weight?]…]`. Without a key it hashes flag key + targeting key.
 * @returns the variant whose slice holds the bucket; null when the arguments cannot be read or nobody can be placed
 */
export function fractional(args: unknown, context: unknown): Variant {
  if (!Array.isArray(args) || args.length === 0) return null
  const entries: readonly unknown[] = args
  const [first] = entries
  const explicit = typeof first === 'string'
  const key = explicit ? first : shorthandKey(context)
  if (key === null) return null
  const start = explicit ? 1 : 0
  const total = totalWeight(entries, start)
  return total === null ? null : variantAt(entries, start, bucketOf(key, total))
}

function variantAt(entries: readonly unknown[], start: number, bucket: number): Variant {
  let upTo = 0
  for (let i = start; i < entries.length; i += 1) {
    const entry = entries[i]
    upTo += weightOf(entry) ?? 0
    if (upTo > bucket && Array.isArray(entry)) return entry[0] ?? null
  }
  return null
}

function totalWeight(entries: readonly unknown[], start: number): number | null {
  let total = 0
  for (let i = start; i < entries.length; i += 1) {
    const weight = weightOf(entries[i])
    if (weight === null) return null
    total += weight
  }
  return total > WEIGHT_MAX ? null : total
}

function shorthandKey(context: unknown): string | null {
  if (!isObject(context)) return null
  const { targetingKey, $flagd } = context
  if (!targetingKey || !isObject($flagd)) return null
  return text($flagd['flagKey']) + text(targetingKey)
}

/** The weight of `[variant]` or `[variant, weight]`; null for anything else. */
function weightOf(entry: unknown): number | null {
  if (!Array.isArray(entry) || entry.length === 0 || entry.length > 2) return null
  const variant: unknown = entry[0]
  if (typeof variant === 'object' ? variant !== null : typeof variant === 'function') return null
  if (entry.length === 1) return 1
  const weight: unknown = entry[1]
  if (typeof weight !== 'number' || !Number.isInteger(weight)) return null
  // Computed weights may dip below zero while a ramp is being drawn: nobody, rather than an error.
  return Math.max(0, weight)
}

export function startsWith(args: unknown): boolean | null {
  const pair = twoStrings(args)
  return pair && pair[0].startsWith(pair[1])
}

export function endsWith(args: unknown): boolean | null {
  const pair = twoStrings(args)
  return pair && pair[0].endsWith(pair[1])
}

function twoStrings(args: unknown): [string, string] | null {
  if (!Array.isArray(args) || args.length !== 2) return null
  const [text, part]: unknown[] = args
  return typeof text === 'string' && typeof part === 'string' ? [text, part] : null
}

const text = (value: unknown): string => String(value)

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
