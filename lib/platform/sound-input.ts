import { type Json } from '@/lib/kernel/hash'
import { refuse, type Outcome, type Refusal } from '@/lib/kernel/result'

const DEPTH_MAX = 64
const MEMBERS_MAX = 50_000
/** With the `u` flag a well-formed pair is one character, so this finds lone surrogates only. */
const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Refuses what no command can mean and Postgres or a recursive reader would choke on: anything but JSON, nesting beyond
 * 64, NUL characters, lone surrogates, `__proto__` as a name. Walks with a list, so depth cannot overflow the stack.
 */
export function soundInput(input: unknown): Outcome<Json> {
  const left: { value: unknown; depth: number; path: string }[] = [{ value: input, depth: 0, path: '' }]
  for (let seen = 0; ; seen += 1) {
    const next = left.pop()
    if (!next) return { ok: true, value: input as Json } // every part of it was found to be JSON
    const { value, depth, path } = next
    if (seen > MEMBERS_MAX) return unsound('', 'The input has too many parts.')
    if (depth > DEPTH_MAX) return unsound(path.slice(0, 100), 'The input is nested too deeply.')
    if (typeof value === 'string') {
      const complaint = complaintOf(value)
      if (complaint) return unsound(path, complaint)
    } else if (typeof value === 'object' && value !== null) {
      if (!isPlain(value)) return unsound(path, 'The input is not JSON.')
      for (const [name, member] of Object.entries(value)) {
        const complaint = name === '__proto__' ? 'No member may have this name.' : complaintOf(name)
        if (complaint) return unsound(path, complaint)
        left.push({ value: member, depth: depth + 1, path: path === '' ? name : `${path}.${name}` })
      }
    } else if (!isLeaf(value)) {
      return unsound(path, 'The input is not JSON.')
    }
  }
}

const unsound = (field: string, message: string): Refusal => refuse('invalid-input', message, { field })

function complaintOf(text: string): string | null {
  if (text.includes('\0')) return 'Text cannot hold NUL characters.'
  return LONE_SURROGATE.test(text) ? 'Text must be valid Unicode.' : null
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Array.isArray(value)
}

/** Undefined stands for a member that is left out. */
const isLeaf = (value: unknown): boolean =>
  value === null || value === undefined || typeof value === 'boolean' || Number.isFinite(value)
