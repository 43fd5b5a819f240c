import { type RejectionCode } from './schema'

/** Limits of a record at every door (protocols.md §3.7; times: what dedupe and partitions keep). */
export const BOUNDS = {
  idChars: 200,
  unitBytes: 256,
  nameChars: 200,
  attributes: 32,
  attributeNameChars: 200,
  attributeValueChars: 1000,
  oldestMs: 48 * 3_600_000,
  aheadMs: 300_000,
} as const

/** The receiver's moment; a workspace with a simulated clock lives at the events' own times, so none is old. */
export type Clock = { nowMs: number; simulated: boolean }

/** Most text is this: the costly look for single surrogates is spared. */
const PLAIN = /^[ -~]*$/
const CONTROL = /[\p{Cc}\p{Cs}]/u
const UNSTORABLE = /[\0\p{Cs}]/u

/** Text that Postgres takes, in text and in jsonb: no NUL, no half of a surrogate pair. */
export const isStorable = (text: string): boolean => PLAIN.test(text) || !UNSTORABLE.test(text)

/** One line of text without control characters, at most `chars` long, not empty. */
export const isName = (text: string, chars: number): boolean =>
  text.length > 0 && text.length <= chars && (PLAIN.test(text) || !CONTROL.test(text))

/** No character takes more than three bytes for each of its UTF-16 units. */
export const isUnit = (text: string): boolean =>
  isName(text, BOUNDS.unitBytes) && (text.length * 3 <= BOUNDS.unitBytes || utf8Bytes(text) <= BOUNDS.unitBytes)

function utf8Bytes(text: string): number {
  let bytes = 0
  for (const point of text) {
    const code = point.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4
  }
  return bytes
}

/** Why a time cannot be taken; null when it can. */
export function timeRefusal(timeMs: number, clock: Clock): RejectionCode | null {
  if (!Number.isFinite(timeMs) || timeMs < 0 || timeMs > 8e15) return 'bad-time'
  if (clock.simulated) return null
  if (timeMs < clock.nowMs - BOUNDS.oldestMs) return 'too-old'
  return timeMs > clock.nowMs + BOUNDS.aheadMs ? 'in-the-future' : null
}
