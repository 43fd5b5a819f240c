import { ANALYSED_MAX } from './clean-text'
import { PhraseBook, readPhrase, type PhraseRule } from './phrases'
import { round, weakened } from './reasons'
import { RULE_BOOK } from './rule-book'
import { type Because, type FeedbackType } from './schema-words'
import { sentimentOf, type Sentiment } from './sentiment'
import { stem, tokensOf } from './tokens'
import { typeOf, type TypeJudgement } from './type-of'
import { TYPE_CUES } from './rule-types'

export const CLASSIFY_METHOD = 'rules-1'
/** A tag needs more than even odds; every rule's weight is measured against this start. */
const START = -2
export type RuleInput = {
  tag: string
  match: 'words' | 'regex'
  pattern: string
  negationWindow: number
  weight: number
  enabled: boolean
}
export type TagJudgement = { key: string; score: number; because: Because[] }
export type Judgement = { type: TypeJudgement; tags: TagJudgement[]; sentiment: Sentiment }
/** Places where a rule's pattern is found, for rules that are regular expressions. */
export type FindPattern = (pattern: string, text: string) => { from: number; to: number }[]

type Meaning = { tag: string; weight: number; type: FeedbackType | null; source: string }

/** Judges texts by a set of rules; made once and used for many texts. */
export class Classifier {
  readonly #book: PhraseBook<Meaning>
  readonly #patterns: readonly RuleInput[]

  constructor(
    own: readonly RuleInput[],
    private readonly enabled: (tag: string) => boolean = () => true,
    private readonly findPattern: FindPattern = () => [],
  ) {
    const live = own.filter((rule) => rule.enabled)
    this.#patterns = live.filter((rule) => rule.match === 'regex')
    const seeds = RULE_BOOK.flatMap((seed) =>
      phrasesOf(seed.phrases).map((source) =>
        meaning(source, seed.negationWindow, { tag: seed.tag, weight: seed.weight, type: null, source }),
      ),
    )
    const cues = TYPE_CUES.flatMap((cue) =>
      phrasesOf(cue.phrases).map((source) =>
        meaning(source, cue.type === 'praise' || cue.type === 'usability' ? 2 : 0, {
          tag: '',
          weight: cue.weight,
          type: cue.type,
          source,
        }),
      ),
    )
    const words = live
      .filter((rule) => rule.match === 'words')
      .flatMap((rule) =>
        phrasesOf(rule.pattern.replaceAll(',', '|')).map((source) =>
          meaning(source, rule.negationWindow, { tag: rule.tag, weight: rule.weight, type: null, source }),
        ),
      )
    this.#book = new PhraseBook([...seeds, ...cues, ...words])
  }

  /** Type, tags and sentiment of one text, each with a reason that adds up. */
  judge(whole: string): Judgement {
    const text = whole.slice(0, ANALYSED_MAX)
    const tokens = tokensOf(text)
    const stems = tokens.map(({ word }) => stem(word))
    const hits = this.#book.find(text, tokens, stems)
    const lines = new Map<string, Because[]>()
    const cues: { type: FeedbackType; line: Because }[] = []
    for (const { rule, from, to, negated } of hits) {
      const { tag, weight, type } = rule.id
      const line: Because = { what: text.slice(from, to), weight, source: 'rule', span: [from, to] }
      if (negated) continue
      if (type) cues.push({ type, line })
      else push(lines, tag, line)
    }
    for (const rule of this.#patterns) {
      for (const { from, to } of this.findPattern(rule.pattern, text).slice(0, 4))
        push(lines, rule.tag, { what: text.slice(from, to), weight: rule.weight, source: 'rule', span: [from, to] })
    }
    const sentiment = sentimentOf(text, tokens)
    const tags = [...lines]
      .filter(([tag]) => this.enabled(tag))
      .map(([key, found]) => judgeTag(key, found, sentiment))
      .filter(({ score }) => score >= 0.5)
      .toSorted((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
    return { type: typeOf({ text, tokens, cues, lines, sentiment }), tags, sentiment }
  }
}

function judgeTag(key: string, found: readonly Because[], sentiment: Sentiment): TagJudgement {
  const because: Because[] = [{ what: 'start', weight: START, source: 'start', span: null }, ...weakened(found)]
  // "Good" in a furious text is no praise.
  if (key === 'praise')
    because.push({ what: 'sounds', weight: round(sentiment.score * 2.4 - 0.6), source: 'lexicon', span: null })
  const logit = because.reduce((sum, line) => sum + line.weight, 0)
  return { key, score: round(1 / (1 + Math.exp(-logit))), because }
}

function push(lines: Map<string, Because[]>, key: string, line: Because): void {
  const list = lines.get(key)
  if (list) list.push(line)
  else lines.set(key, [line])
}

/** Phrases of a list. */
const phrasesOf = (list: string): string[] =>
  list
    .split('|')
    .map((phrase) => phrase.trim())
    .filter(Boolean)

const meaning = (source: string, negationWindow: number, id: Meaning): PhraseRule<Meaning> => ({
  id,
  phrase: readPhrase(source),
  negationWindow,
})
