import { z } from 'zod'
import { bCubed, type Fit } from './b-cubed'
import { Classifier } from './classify'
import { clusterStream } from './cluster-stream'
import { SentimentLabel } from './schema-words'

/** A line of labelled data; `cluster` and `category` are other names for `group` and `type`. */
export const LabelledText = z.object({
  text: z.string().min(1).max(100_000),
  sentiment: SentimentLabel.optional(),
  /** One or two stars are negative, three neutral, more positive; `sentiment` wins. */
  stars: z.number().min(1).max(5).optional(),
  group: z.union([z.string(), z.number()]).optional(),
  cluster: z.union([z.string(), z.number()]).optional(),
  type: z.string().optional(),
  category: z.string().optional(),
  tags: z.array(z.string()).optional(),
})
export type LabelledText = z.infer<typeof LabelledText>

export type ClassFit = Fit & { label: string; n: number }
export type Evaluation = {
  texts: number
  /** Null: no line has such a label. */
  sentiment: (Judged & { auc: number | null }) | null
  types: Judged | null
  tags: Judged | null
  clusters: (Fit & { n: number; groups: number; found: number }) | null
}
export type Judged = { n: number; accuracy: number | null; macroF1: number; classes: ClassFit[] }

/** What the built-in rules make of labelled texts, without a workspace: nothing is learnt and nothing is stored. */
export function evaluate(rows: readonly LabelledText[]): Evaluation {
  const classifier = new Classifier([])
  const judged = rows.map(({ text }) => classifier.judge(text))
  const pairs = (truthOf: (row: LabelledText) => string | undefined, saidOf: (i: number) => string) =>
    rows.flatMap((row, i) => {
      const truth = truthOf(row)
      return truth === undefined ? [] : [[truth, saidOf(i)] as const]
    })
  const sentiment = pairs(statedOf, (i) => judged[i]?.sentiment.label ?? 'neutral')
  const scored = rows.flatMap((row, i) => {
    const truth = statedOf(row)
    return truth === 'negative' || truth === 'positive'
      ? [{ isPositive: truth === 'positive', score: judged[i]?.sentiment.score ?? 0 }]
      : []
  })
  const types = pairs(
    ({ type, category }) => type ?? category,
    (i) => judged[i]?.type.value ?? 'other',
  )
  const tagged = rows.flatMap(({ tags }, i) =>
    tags ? [{ truth: tags, said: judged[i]?.tags.map(({ key }) => key) ?? [] }] : [],
  )
  return {
    texts: rows.length,
    sentiment: sentiment.length > 0 ? { ...judgedBy(sentiment), auc: aucOf(scored) } : null,
    types: types.length > 0 ? judgedBy(types) : null,
    tags: tagged.length > 0 ? tagsBy(tagged) : null,
    clusters: clustersOf(rows),
  }
}

function statedOf({ sentiment, stars }: LabelledText): SentimentLabel | undefined {
  if (sentiment !== undefined || stars === undefined) return sentiment
  return stars <= 2 ? 'negative' : stars >= 4 ? 'positive' : 'neutral'
}

/** How likely a positive text scores above a negative one (Mann and Whitney 1947); equal scores count half. */
function aucOf(scored: readonly { isPositive: boolean; score: number }[]): number | null {
  const ordered = scored.toSorted((a, b) => a.score - b.score)
  let [below, wins, positives] = [0, 0, 0]
  for (let i = 0; i < ordered.length;) {
    const equal = ordered.slice(i).findIndex(({ score }) => score !== ordered[i]?.score)
    const group = ordered.slice(i, equal < 0 ? ordered.length : i + equal)
    const good = group.filter(({ isPositive }) => isPositive).length
    const bad = group.length - good
    wins += good * (below + bad / 2)
    below += bad
    positives += good
    i += group.length
  }
  return positives === 0 || below === 0 ? null : wins / (positives * below)
}

/** @param n how many have the label, of which `right` of all that were `said` to have it */
function classOf(label: string, n: number, { right, said }: { right: number; said: number }): ClassFit {
  const [precision, recall] = [said === 0 ? 0 : right / said, n === 0 ? 0 : right / n]
  return { label, n, precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

/** One answer for each text. Classes are those that the data names. */
function judgedBy(pairs: readonly (readonly [truth: string, said: string])[]): Judged {
  const labels = [...new Set(pairs.map(([truth]) => truth))].toSorted()
  const classes = labels.map((label): ClassFit => {
    const [of, said] = [pairs.filter(([truth]) => truth === label), pairs.filter(([, one]) => one === label)]
    const right = of.filter(([, one]) => one === label).length
    return classOf(label, of.length, { right, said: said.length })
  })
  const right = pairs.filter(([truth, said]) => truth === said).length
  return { n: pairs.length, accuracy: right / pairs.length, macroF1: mean(classes.map(({ f1 }) => f1)), classes }
}

/** Any number of answers for each text: each tag by itself. */
function tagsBy(rows: readonly { truth: readonly string[]; said: readonly string[] }[]): Judged {
  const labels = [...new Set(rows.flatMap(({ truth }) => truth))].toSorted()
  const classes = labels.map((label): ClassFit => {
    const of = rows.filter(({ truth }) => truth.includes(label))
    const said = rows.filter((row) => row.said.includes(label)).length
    return classOf(label, of.length, { right: of.filter((row) => row.said.includes(label)).length, said })
  })
  return { n: rows.length, accuracy: null, macroF1: mean(classes.map(({ f1 }) => f1)), classes }
}

function clustersOf(rows: readonly LabelledText[]): Evaluation['clusters'] {
  const grouped = rows.flatMap(({ text, group, cluster }) => {
    const truth = group ?? cluster
    return truth === undefined ? [] : [{ text, truth }]
  })
  if (grouped.length === 0) return null
  const given = clusterStream(grouped.map(({ text }) => text))
  const truth = grouped.map((one) => one.truth)
  return { n: grouped.length, groups: new Set(truth).size, found: new Set(given).size, ...bCubed(truth, given) }
}

/** Texts a second that one core judges: type, tags and sentiment. @param nowMs a clock of processor time, so that others on the machine do not count */
export function textsPerS(texts: readonly string[], nowMs: () => number, leastMs = 1000): number {
  const classifier = new Classifier([])
  for (const text of texts.slice(0, 200)) classifier.judge(text)
  const startedMs = nowMs()
  let judged = 0
  do {
    for (const text of texts) classifier.judge(text)
    judged += texts.length
  } while (nowMs() - startedMs < leastMs)
  return (judged / (nowMs() - startedMs)) * 1000
}
