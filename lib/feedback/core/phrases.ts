import { NEGATIONS } from './sentiment'
import { stem, type Token } from './tokens'

/** One way of saying something: words in order, `a/b` for either, `..` for up to three words between. */
export type Phrase = { slots: readonly (ReadonlySet<string> | null)[]; source: string }
export type PhraseRule<Id> = { id: Id; phrase: Phrase; negationWindow: number }
export type PhraseHit<Id> = { rule: PhraseRule<Id>; from: number; to: number; negated: boolean }

const GAP = 3

/** Reads "won't/cannot .. open" into slots of stems. */
export function readPhrase(source: string): Phrase {
  const slots = source
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((slot) => (slot === '..' ? null : new Set(slot.split('/').flatMap((word) => [word, stem(word)]))))
  return { slots, source: source.trim() }
}

/** Looks for many phrases at once: only those are tried whose first word is there. */
export class PhraseBook<Id> {
  readonly #byFirst = new Map<string, PhraseRule<Id>[]>()

  constructor(rules: readonly PhraseRule<Id>[]) {
    for (const rule of rules) {
      for (const word of rule.phrase.slots[0] ?? []) {
        const list = this.#byFirst.get(word)
        if (list) list.push(rule)
        else this.#byFirst.set(word, [rule])
      }
    }
  }

  /** Every place where a phrase begins. @param stems of the tokens, in their order */
  find(text: string, tokens: readonly Token[], stems: readonly string[]): PhraseHit<Id>[] {
    const hits: PhraseHit<Id>[] = []
    for (const [i, token] of tokens.entries()) {
      const rules = this.#byFirst.get(token.word)
      const byStem = stems[i] === token.word ? undefined : this.#byFirst.get(stems[i] ?? '')
      const tried = byStem ? (rules ? [...new Set([...rules, ...byStem])] : byStem) : rules
      for (const rule of tried ?? []) {
        const end = matchEnd(rule.phrase, tokens, stems, i)
        if (end === null) continue
        const negated = rule.negationWindow > 0 && isNegated(text, tokens, i, rule.negationWindow)
        hits.push({ rule, from: token.from, to: tokens[end]?.to ?? token.to, negated })
      }
    }
    return hits
  }
}

/** Index of the last word of a match that begins at `i`; null when there is none. */
function matchEnd({ slots }: Phrase, tokens: readonly Token[], stems: readonly string[], i: number): number | null {
  let at = i
  for (let slot = 1; slot < slots.length; slot += 1) {
    const wanted = slots[slot]
    const reach = wanted === null ? GAP : 0
    const next = wanted === null ? slots[(slot += 1)] : wanted
    let found = -1
    for (let ahead = 1; ahead <= 1 + reach; ahead += 1) {
      const token = tokens[at + ahead]
      if (token && next && (next.has(token.word) || next.has(stems[at + ahead] ?? ''))) {
        found = at + ahead
        break
      }
    }
    if (found < 0) return null
    at = found
  }
  return at
}

/** A no shortly before, in the same clause. */
function isNegated(text: string, tokens: readonly Token[], i: number, window: number): boolean {
  const start = tokens[i]?.from ?? 0
  for (let back = 1; back <= window; back += 1) {
    const earlier = tokens[i - back]
    if (!earlier || /[.!?;\n]/.test(text.slice(earlier.to, start))) return false
    if (NEGATIONS.has(earlier.word)) return true
  }
  return false
}
