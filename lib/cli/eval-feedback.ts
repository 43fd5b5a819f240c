import { open } from 'node:fs/promises'
import { evaluate, LabelledText, textsPerS, type Evaluation, type Judged } from '@/lib/feedback/core/evaluate'
import { type Answer } from './answer'

const BYTES_MAX = 64 * 1024 * 1024
const LINES_MAX = 100_000
const WRONG_SHOWN = 5

/**
 * How well the built-in rules read labelled texts of one's own: a line is a JSON object with `text` and labels. Nothing
 * is stored. Exit 0 with figures, 2 when the file or a line cannot be read.
 */
export async function evalFeedback(path: string): Promise<Answer> {
  const text = await readText(path)
  if (text === null)
    return wrong(`${path} cannot be read: it is no file, or larger than ${BYTES_MAX / 1024 / 1024} MiB.`)
  const rows: LabelledText[] = []
  const bad: number[] = []
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const row = rowOf(line)
    if (row) rows.push(row)
    else bad.push(i + 1)
  }
  if (bad.length > 0) {
    const shown = bad.slice(0, WRONG_SHOWN).join(', ')
    const more = bad.length > WRONG_SHOWN ? ` and ${bad.length - WRONG_SHOWN} more` : ''
    return wrong(
      `${path}: no labelled text in line ${shown}${more}.\nA line is {"text": "…", "sentiment"?: "negative" …}.`,
    )
  }
  if (rows.length === 0 || rows.length > LINES_MAX)
    return wrong(`${path} has ${rows.length} texts; it needs 1 to ${LINES_MAX.toLocaleString('en')}.`)
  const found = evaluate(rows)
  const perS = textsPerS(
    rows.map((row) => row.text),
    processorMs,
  )
  return { code: 0, text: sentences(found, perS), data: { ...found, textsPerS: Math.round(perS) } }
}

const wrong = (text: string): Answer => ({ code: 2, text, data: { ok: false, message: text } })

async function readText(path: string): Promise<string | null> {
  try {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      return size > BYTES_MAX ? null : await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch {
    return null // there is none, or it is a folder
  }
}

function rowOf(line: string): LabelledText | null {
  try {
    const read = LabelledText.safeParse(JSON.parse(line))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

function sentences({ texts, sentiment, types, tags, clusters }: Evaluation, perS: number): string {
  return [
    `${texts} texts; ${Math.round(perS).toLocaleString('en')} texts/s for type, tags and sentiment on one core`,
    ...judged('sentiment', sentiment),
    ...(sentiment?.auc == null ? [] : [`  negative against positive: AUC ${figure(sentiment.auc)}`]),
    ...judged('type', types),
    ...judged('tags', tags),
    ...(clusters
      ? [
          `clusters: B³ ${figure(clusters.f1)} (precision ${figure(clusters.precision)}, recall ${figure(clusters.recall)}); ${clusters.groups} groups in ${clusters.n} texts, ${clusters.found} found`,
        ]
      : []),
  ].join('\n')
}

function judged(name: string, found: Judged | null): string[] {
  if (!found) return []
  const accuracy = found.accuracy === null ? '' : `, accuracy ${figure(found.accuracy)}`
  return [
    `${name}: macro-F1 ${figure(found.macroF1)}${accuracy}; ${found.n} labelled`,
    ...found.classes.map(
      ({ label, n, precision, recall, f1 }) =>
        `  ${label.padEnd(18)} precision ${figure(precision)}  recall ${figure(recall)}  F1 ${figure(f1)}  n ${n}`,
    ),
  ]
}

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const figure = (value: number): string => value.toFixed(3)
