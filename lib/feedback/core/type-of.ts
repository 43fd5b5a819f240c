import { assertNever } from '@/lib/kernel/result'
import { round, scaled, weakened } from './reasons'
import { type Because, FeedbackType } from './schema-words'
import { type Sentiment } from './sentiment'
import { type Token } from './tokens'

export type TypeJudgement = { value: FeedbackType | null; score: number; because: Because[] }

/** What each tag says about the type of an item, as a part of the tag's own weight. */
const FROM_TAGS: readonly { tag: string; type: FeedbackType; part: number }[] = [
  { tag: 'crash', type: 'bug', part: 0.75 },
  { tag: 'bug', type: 'bug', part: 0.85 },
  { tag: 'slow', type: 'bug', part: 0.5 },
  { tag: 'data-loss', type: 'bug', part: 0.5 },
  { tag: 'login', type: 'bug', part: 0.15 },
  { tag: 'security', type: 'bug', part: 0.2 },
  { tag: 'confusing', type: 'usability', part: 0.55 },
  { tag: 'ui', type: 'usability', part: 0.35 },
  { tag: 'accessibility', type: 'usability', part: 0.4 },
  { tag: 'praise', type: 'praise', part: 0.35 },
  { tag: 'question', type: 'question', part: 0.25 },
]
const START: Record<FeedbackType, number> = {
  bug: -0.25,
  feature_request: -0.45,
  usability: -0.35,
  praise: -0.3,
  question: -1.3,
  other: 0.15,
}
/** Below this a type is not said: the item needs triage. */
const ENOUGH = 0.24

type Seen = {
  text: string
  tokens: readonly Token[]
  cues: readonly { type: FeedbackType; line: Because }[]
  lines: ReadonlyMap<string, readonly Because[]>
  sentiment: Sentiment
}

/** Exactly one type, by a softmax over additive evidence; the lines of the winner sum to its logit. */
export function typeOf(seen: Seen): TypeJudgement {
  const judged = FeedbackType.options.map((type) => {
    const because = linesFor(type, seen)
    return { type, because, logit: because.reduce((sum, line) => sum + line.weight, 0) }
  })
  const total = judged.reduce((sum, { logit }) => sum + Math.exp(logit), 0)
  const [best] = judged.toSorted((a, b) => b.logit - a.logit)
  if (!best) return { value: null, score: 0, because: [] }
  const score = round(Math.exp(best.logit) / total)
  return { value: score >= ENOUGH ? best.type : null, score, because: best.because }
}

function linesFor(type: FeedbackType, { text, tokens, cues, lines, sentiment }: Seen): Because[] {
  const start: Because = { what: 'start', weight: START[type], source: 'start', span: null }
  const own = weakened(cues.filter((cue) => cue.type === type).map((cue) => cue.line))
  const tags = FROM_TAGS.filter((from) => from.type === type).flatMap(({ tag, part }) =>
    weakened(lines.get(tag) ?? []).map((line) => scaled(line, part)),
  )
  const shape = shapeLines(type, text, tokens, sentiment).filter(({ weight }) => weight !== 0)
  return [start, ...own, ...tags, ...shape]
}

const line = (what: string, weight: number, source: Because['source'] = 'rule'): Because => ({
  what,
  weight: round(weight),
  source,
  span: null,
})

/** How a text sounds, how long it is and how it is marked. */
function shapeLines(type: FeedbackType, text: string, tokens: readonly Token[], { score }: Sentiment): Because[] {
  const asks = text.includes('?')
  switch (type) {
    case 'praise': {
      const short = tokens.length <= 12 ? 0.9 : tokens.length <= 25 ? 0.3 : -0.4
      const turns = tokens.some(({ word }) => word === 'but' || word === 'if' || word === 'except')
      return [
        line('sounds', score * 2, 'lexicon'),
        line('length', score > 0.1 ? short : 0),
        line('but', turns ? -0.9 : 0),
      ]
    }
    case 'bug':
      return [line('sounds', -score * 1.1, 'lexicon')]
    case 'usability':
      return [line('sounds', Math.abs(score) * 0.3, 'lexicon'), line('length', tokens.length > 14 ? 0.35 : 0)]
    case 'question':
      return [line('?', asks ? 1.3 : 0), line('ends with ?', /\?\s*$/.test(text) ? 0.6 : 0)]
    case 'feature_request':
    case 'other':
      return []
    default:
      return assertNever(type)
  }
}
