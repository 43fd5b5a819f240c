import { type Score } from './schema-ingest'
import { type SentimentLabel } from './schema-words'

const SCALES = {
  rating: { kind: 'stars', min: 1, max: 5, highIsGood: true },
  nps: { kind: 'nps', min: 0, max: 10, highIsGood: true },
  csat: { kind: 'csat', min: 1, max: 5, highIsGood: true },
  /** "How easy was it": agreement that it was easy. */
  ces: { kind: 'ces', min: 1, max: 7, highIsGood: true },
} as const

/** Scores of an item: plain numbers on the usual scale, or `{value, min?, max?, highIsGood?}`; null when one is none. */
export function readScores(members: ReadonlyMap<string, unknown>): Score[] | null {
  const scores: Score[] = []
  for (const [name, scale] of Object.entries(SCALES)) {
    const given = members.get(name) ?? null
    if (given === null) continue
    const told =
      typeof given === 'object' ? new Map<string, unknown>(Object.entries(given)) : new Map([['value', given]])
    const [value, min, max] = [told.get('value'), told.get('min') ?? scale.min, told.get('max') ?? scale.max]
    if (typeof value !== 'number' || typeof min !== 'number' || typeof max !== 'number') return null
    if (!(min < max) || !(value >= min && value <= max)) return null
    const highIsGood = told.get('highIsGood') ?? scale.highIsGood
    scores.push({ kind: scale.kind, value, min, max, highIsGood: highIsGood !== false })
  }
  return scores
}

/** What a score says: stars and CSAT 1–2 / 3 / 4–5, NPS 0–6 / 7–8 / 9–10, CES by its direction in thirds of its scale. */
export function statedOf({ kind, value, min, max, highIsGood }: Score): SentimentLabel {
  if (kind === 'nps') return value <= 6 ? 'negative' : value <= 8 ? 'neutral' : 'positive'
  const part = (value - min) / (max - min)
  const good = highIsGood ? part : 1 - part
  return good < 0.375 ? 'negative' : good < 0.7 ? 'neutral' : 'positive'
}

/** The word that counts when an item brings several scores: the first of stars, NPS, CSAT, CES. */
export const statedSentiment = (scores: readonly Score[]): SentimentLabel | null =>
  scores[0] ? statedOf(scores[0]) : null
