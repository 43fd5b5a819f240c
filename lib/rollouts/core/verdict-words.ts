import { type VerdictCode } from './schema'

/** The shape beside the word; drawn by components/rollouts/verdict-mark. */
export type VerdictMark =
  | 'check'
  | 'check-check'
  | 'equal'
  | 'hourglass'
  | 'question'
  | 'triangle'
  | 'triangle-alert'
  | 'half-triangle'
  | 'circle-slash'
  | 'waves'
  | 'none'

/** Colour role; never without mark and word. */
export type VerdictTone = 'good' | 'slate' | 'warn' | 'bad' | 'ink'

export type VerdictWord = { mark: VerdictMark; tone: VerdictTone; word: string }

const WORDS: Record<VerdictCode, VerdictWord> = {
  'safe-so-far': { mark: 'check', tone: 'good', word: 'Safe so far' },
  'harm-ruled-out': { mark: 'check-check', tone: 'good', word: 'Harm ruled out' },
  neutral: { mark: 'equal', tone: 'slate', word: 'Neutral' },
  'too-early': { mark: 'hourglass', tone: 'slate', word: 'Too early' },
  'cannot-tell': { mark: 'question', tone: 'slate', word: 'Can\u2019t tell' },
  'close-to-limit': { mark: 'triangle', tone: 'warn', word: 'Close to the limit' },
  harmful: { mark: 'triangle-alert', tone: 'bad', word: 'Harmful' },
  'harmful-for-segment': { mark: 'half-triangle', tone: 'bad', word: 'Harmful for a segment' },
  'comparison-broken': { mark: 'circle-slash', tone: 'ink', word: 'Comparison broken' },
  'outside-cause': { mark: 'waves', tone: 'slate', word: 'Outside cause' },
}

/** Mark, colour role and word of a verdict (ux §4); null: nothing was concluded yet. */
export const verdictWord = (code: VerdictCode | null): VerdictWord =>
  code === null ? { mark: 'none', tone: 'slate', word: 'No verdict yet' } : WORDS[code]
