import { usualShare } from './common-terms'
import { stem, STOP_WORDS, tokensOf } from './tokens'

/** In how many texts of the workspace a term was seen, and how many texts there were. */
export type Frequencies = { texts: number; of: (term: string) => number }

/** A text as weights by term, of length 1. Words as they are; pieces of four characters begin with `#`. */
export type Vector = { weights: ReadonlyMap<string, number>; norm: number }

/** How much words and pieces count: words tell the matter, pieces survive mistypings and endings. */
const WORDS_PART = 0.25
const PIECE = 4
const WORDS_MAX = 160

/** Different words for the same thing, after their endings are off. */
const SAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    crash: 'quit close shut die exit terminat abort kill',
    freez: 'hang stick stuck unresponsiv lock hung',
    slow: 'lag laggy sluggish slugg slowly slowness crawl loading load',
    break: 'fail failur bust malfunction brok',
    error: 'exception fault err',
    login: 'signin logon authenticat auth log-in log sign',
    advert: 'ad ads advertis advertisement',
    declin: 'refus reject denied',
    twice: 'doubl',
    blank: 'empty',
    locat: 'gps position',
    pay: 'payment checkout purchas buy billing bill charg',
    delet: 'remov eras wip vanish disappear lose gone',
    account: 'profil',
    picture: 'photo imag pic screenshot',
    phone: 'mobil cell smartphone',
    update: 'upgrad version releas updat',
    button: 'btn icon',
    screen: 'pag page view window',
    search: 'find lookup',
    notific: 'notification alert push',
    messag: 'msg text chat',
    confus: 'unclear unintuitiv puzzl complicat',
    add: 'includ introduc provid support',
    fast: 'quick speedy rapid snappy',
    great: 'awesom amaz excellent fantastic wonderful superb brilliant',
    bad: 'terribl awful horribl poor worst',
    appl: 'app application applicat program softwar',
  }).flatMap(([to, from]) => from.split(' ').map((word) => [word, to] as const)),
)

const canonical = (word: string): string => {
  const base = stem(word)
  return SAME.get(base) ?? base
}

/** What differs from one report of a matter to the next: addresses, what was masked, versions, dates, ids, small and long numbers. */
const CHANCE =
  /https?:\/\/\S+|\[[a-z]+\]|\bv?\d+(?:[.:/-]\d+)+\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4,12})+\b|\b(?=[a-f]*\d)[0-9a-f]{8,}\b|\b\d{1,2}\b|\b\d{5,}\b/giu

/** The words of a text that tell its matter, each as often as it comes: as written, and as the term it counts as. */
function writtenTerms(text: string): { word: string; term: string }[] {
  const words: { word: string; term: string }[] = []
  for (const { word } of tokensOf(text.replaceAll(CHANCE, ' '))) {
    if (STOP_WORDS.has(word) || (word.length < 2 && !/\p{N}/u.test(word) && word.charCodeAt(0) < 0x2e80)) continue
    words.push({ word, term: canonical(word) })
    if (words.length >= WORDS_MAX) break
  }
  return words
}

/** The terms of a text. */
export const contentWords = (text: string): string[] => writtenTerms(text).map(({ term }) => term)

/** The words of a text, as written, whose terms are the rarest of those that other texts have too. */
export function rareWords(text: string, frequencies: Frequencies, most: number): string[] {
  const shared = writtenTerms(text).filter(({ term }) => frequencies.of(term) > 1)
  const rarest = shared.toSorted((a, b) => frequencies.of(a.term) - frequencies.of(b.term))
  return [...new Set(rarest.map(({ word }) => word))].slice(0, most)
}

/** So many texts of everyday English are taken for read: they fade as the workspace's own come. */
const USUAL_TEXTS = 300

const rarity = (term: string, { texts, of }: Frequencies): number =>
  Math.log(1 + (texts + USUAL_TEXTS) / (of(term) + 1 + USUAL_TEXTS * usualShare(term)))

/** tf-idf of words, plus the character pieces of each word with the word's own weight. */
export function vectorOf(words: readonly string[], frequencies: Frequencies): Vector {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const byWord = new Map<string, number>()
  const byPiece = new Map<string, number>()
  for (const [word, count] of counts) {
    const weight = (1 + Math.log(count)) * rarity(word, frequencies)
    byWord.set(word, weight)
    const pieces = piecesOf(word)
    for (const piece of pieces) byPiece.set(piece, (byPiece.get(piece) ?? 0) + weight / Math.sqrt(pieces.length))
  }
  const weights = new Map<string, number>()
  scaleInto(weights, byWord, Math.sqrt(WORDS_PART))
  scaleInto(weights, byPiece, Math.sqrt(1 - WORDS_PART))
  return { weights, norm: weights.size > 0 ? 1 : 0 }
}

function piecesOf(word: string): string[] {
  const padded = ` ${word} `
  if (padded.length <= PIECE) return [`#${padded}`]
  return Array.from({ length: padded.length - PIECE + 1 }, (_, i) => `#${padded.slice(i, i + PIECE)}`)
}

function scaleInto(into: Map<string, number>, block: ReadonlyMap<string, number>, length: number): void {
  const norm = Math.sqrt([...block.values()].reduce((sum, weight) => sum + weight * weight, 0))
  for (const [term, weight] of block) into.set(term, (weight / norm) * length)
}

/** Cosine of two vectors, with what each shared word adds to it. */
export function similarity(a: Vector, b: Vector): number {
  if (a.norm === 0 || b.norm === 0) return 0
  const [small, large] = a.weights.size <= b.weights.size ? [a, b] : [b, a]
  let dot = 0
  for (const [term, weight] of small.weights) dot += weight * (large.weights.get(term) ?? 0)
  return dot / (a.norm * b.norm)
}

/** The words that two vectors share, the strongest first; pieces are not for people. */
export function sharedTerms(a: Vector, b: Vector, most = 6): { term: string; part: number }[] {
  const shared: { term: string; part: number }[] = []
  for (const [term, weight] of a.weights) {
    const other = b.weights.get(term)
    if (other !== undefined && !term.startsWith('#'))
      shared.push({ term, part: (weight * other) / (a.norm * b.norm || 1) })
  }
  return shared.toSorted((x, y) => y.part - x.part).slice(0, most)
}

const CENTROID_WORDS = 48
const CENTROID_PIECES = 120

/** The middle of some vectors, cut to its strongest terms. */
export function centroidOf(vectors: readonly Vector[]): Vector {
  const sums = new Map<string, number>()
  for (const { weights } of vectors) {
    for (const [term, weight] of weights) sums.set(term, (sums.get(term) ?? 0) + weight / vectors.length)
  }
  const strongest = [...sums].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const words = strongest.filter(([term]) => !term.startsWith('#')).slice(0, CENTROID_WORDS)
  const pieces = strongest.filter(([term]) => term.startsWith('#')).slice(0, CENTROID_PIECES)
  const weights = new Map([...words, ...pieces])
  return { weights, norm: Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0)) }
}

/** The terms by which a text looks for its cluster: the rarest that were seen before, since a mistyped word finds nobody. */
export function lookUpTerms(words: readonly string[], frequencies: Frequencies, most = 8): string[] {
  return [...new Set(words)]
    .filter((word) => frequencies.of(word) > 0)
    .toSorted((a, b) => frequencies.of(a) - frequencies.of(b) || (a < b ? -1 : 1))
    .slice(0, most)
}
