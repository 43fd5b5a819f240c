import { PHRASES, SIGN_VALENCE, valenceOf } from './lexicon'
import { type Because, type SentimentLabel } from './schema-words'
import { stem, type Token } from './tokens'

export const SENTIMENT_METHOD = 'lexicon-1'

export type Sentiment = { score: number; label: SentimentLabel; because: Because[] }

/** Words that turn what follows them around. */
export const NEGATIONS: ReadonlySet<string> = new Set(
  `not no never none nobody nothing neither nor without hardly barely scarcely rarely cannot cant dont doesnt didnt isnt wasnt arent wont wouldnt
  couldnt shouldnt aint hasnt havent don't doesn't didn't isn't wasn't aren't won't wouldn't couldn't shouldn't ain't can't hasn't haven't weren't`
    .split(/\s+/)
    .filter(Boolean),
)
const BOOSTERS: ReadonlyMap<string, number> = new Map([
  ...'very really so extremely absolutely totally completely incredibly truly utterly super highly deeply insanely seriously freaking damn'
    .split(' ')
    .map((word) => [word, 1.3] as const),
  ...'too quite pretty rather fairly especially always such most'.split(' ').map((word) => [word, 1.12] as const),
  ...'slightly somewhat little bit kinda sorta almost partly occasionally sometimes mildly'
    .split(' ')
    .map((word) => [word, 0.65] as const),
])
const TURNS = new Set(['but', 'however', 'although', 'though', 'yet', 'except', 'unfortunately'])

const PHRASE_BY_FIRST = new Map<string, { rest: string[]; valence: number }[]>()
for (const [phrase, valence] of PHRASES) {
  const [first = '', ...rest] = phrase.split(' ')
  PHRASE_BY_FIRST.set(first, [...(PHRASE_BY_FIRST.get(first) ?? []), { rest, valence }])
}

type Hit = { at: number; from: number; to: number; valence: number }

/**
 * How a text sounds, by its words: a no within three words turns and weakens, "very" strengthens, what comes after "but"
 * counts more than what comes before, capitals and marks shout. The score lies in −1 … 1.
 */
export function sentimentOf(text: string, tokens: readonly Token[]): Sentiment {
  const hits: Hit[] = []
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i]
    if (!token) continue
    const phrase = phraseAt(tokens, i)
    if (phrase) {
      const last = tokens[i + phrase.rest.length] ?? token
      if (phrase.valence !== 0) hits.push({ at: i, from: token.from, to: last.to, valence: phrase.valence })
      i += phrase.rest.length
      continue
    }
    const valence = valenceOf(token.word, stem(token.word))
    if (valence !== 0) hits.push({ at: i, from: token.from, to: token.to, valence: weigh(text, tokens, i, valence) })
  }
  reweigh(hits, tokens)
  for (const { index, 0: sign } of text.matchAll(/\p{Extended_Pictographic}/gu)) {
    const valence = SIGN_VALENCE.get(sign)
    if (valence !== undefined) hits.push({ at: tokens.length, from: index, to: index + sign.length, valence })
  }
  const shout = hits.length > 0 && /[!]/.test(text) ? 1.08 : 1
  const sum = hits.reduce((total, hit) => total + hit.valence, 0) * shout
  const score = sum / Math.sqrt(sum * sum + 15)
  return { score, label: labelOf(score), because: becauseOf(text, hits) }
}

/** Share negative and mean score are what gates and trends use; the middle is narrow on purpose. */
export const labelOf = (score: number): SentimentLabel =>
  score <= -0.1 ? 'negative' : score >= 0.1 ? 'positive' : 'neutral'

function phraseAt(tokens: readonly Token[], i: number) {
  const list = PHRASE_BY_FIRST.get(tokens[i]?.word ?? '')
  return list?.find(({ rest }) => rest.every((word, j) => tokens[i + 1 + j]?.word === word))
}

function weigh(text: string, tokens: readonly Token[], i: number, valence: number): number {
  let weight = valence
  const token = tokens[i]
  const before = tokens[i - 1]
  weight *= BOOSTERS.get(before?.word ?? '') ?? 1
  if (token && token.to - token.from > 2 && isShouted(text, token)) weight *= 1.2
  for (let back = 1; back <= 3; back += 1) {
    const earlier = tokens[i - back]
    if (!earlier || (token && /[.!?;]/.test(text.slice(earlier.to, token.from)))) break
    if (NEGATIONS.has(earlier.word)) return weight > 0 ? weight * -0.75 : weight * -0.45
  }
  return weight
}

const isShouted = (text: string, { from, to }: Token): boolean => {
  const word = text.slice(from, to)
  return word === word.toUpperCase() && word !== word.toLowerCase()
}

function reweigh(hits: Hit[], tokens: readonly Token[]): void {
  const turn = tokens.findLastIndex(({ word }) => TURNS.has(word))
  if (turn <= 0) return
  // In a long text one "but" does not turn all that was said before.
  const reach = 25
  for (const hit of hits) {
    if (hit.at < turn && hit.at >= turn - reach) hit.valence *= 0.6
    else if (hit.at > turn && hit.at <= turn + reach) hit.valence *= 1.35
  }
}

const becauseOf = (text: string, hits: readonly Hit[]): Because[] =>
  hits
    .toSorted((a, b) => Math.abs(b.valence) - Math.abs(a.valence))
    .slice(0, 8)
    .map(({ from, to, valence }) => ({
      what: text.slice(from, to),
      weight: Math.round(valence * 100) / 100,
      source: 'lexicon',
      span: [from, to],
    }))
