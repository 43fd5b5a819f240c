import { type SentimentLabel } from './schema-words'

export type Sentiments = {
  stated: SentimentLabel | null
  predicted: { label: SentimentLabel; score: number } | null
  corrected: SentimentLabel | null
}
export type Effective = {
  label: SentimentLabel | null
  source: 'corrected' | 'stated' | 'predicted' | 'none'
  /** What was stated and what was written pull apart. */
  mixed: boolean
  /** −1 … 1 for order in lists; 9 while nobody knows. */
  tone: number
}

const BASE: Record<SentimentLabel, number> = { negative: -0.7, neutral: 0, positive: 0.7 }

/** Corrected, else stated, else predicted. */
export function effectiveSentiment({ stated, predicted, corrected }: Sentiments): Effective {
  const label = corrected ?? stated ?? predicted?.label ?? null
  const source = corrected ? 'corrected' : stated ? 'stated' : predicted ? 'predicted' : 'none'
  const mixed =
    (stated === 'positive' && predicted?.label === 'negative') ||
    (stated === 'negative' && predicted?.label === 'positive')
  if (label === null) return { label, source, mixed, tone: 9 }
  const score = predicted?.score ?? 0
  const tone = source === 'predicted' ? score : BASE[label] + 0.25 * score
  return { label, source, mixed, tone: Math.max(-1, Math.min(1, tone)) }
}

/** Order of attention: severity first, then what exposed people write, then the uncertain. */
export function attentionOf(item: {
  tags: readonly { key: string; score: number }[]
  tone: number
  exposed: boolean
  type: string | null
}): number {
  const severity = Math.max(0, ...item.tags.map(({ key }) => SEVERITY.get(key) ?? 0), item.type === 'bug' ? 2 : 0)
  const uncertainty = Math.max(0, ...item.tags.map(({ score }) => 1 - Math.abs(2 * score - 1)))
  const sad = item.tone < 0 ? -item.tone : 0
  return Math.round(severity * 100 + (item.exposed ? 60 : 0) + sad * 30 + uncertainty * 10)
}

/** Weights order lists and planning; they never multiply counts inside a test. */
const SEVERITY: ReadonlyMap<string, number> = new Map([
  ['data-loss', 5],
  ['security', 5],
  ['crash', 4],
  ['billing', 3],
  ['login', 3],
  ['bug', 3],
  ['slow', 2],
  ['accessibility', 2],
  ['confusing', 1],
])
