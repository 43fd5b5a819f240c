import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { openStageLookup } from '@/lib/flags/server/contract'
import { type Actor } from '@/lib/kernel/actor'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { command, runCommand, type RunOptions } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { sameText } from '../core/clean-text'
import { CSV_FIELDS, guessColumns, type CsvField, type CsvMapping } from '../core/csv-columns'
import { decodeItem, refusalWords } from '../core/incoming'
import { type ImportView, type IngestItemAnswer } from '../core/schema'
import { storeItems, type Delivery } from './store-items'

export const CSV_MAX = 4 * 1024 * 1024
const ROWS_MAX = 50_000
const CHUNK = 250

export const ImportInput = z.object({
  csv: z.string().min(1).max(CSV_MAX),
  name: z.string().trim().min(1).max(80).default('CSV'),
  /** Column by field; what is left out is guessed only while nothing is imported yet. */
  mapping: z.partialRecord(z.enum(CSV_FIELDS), z.string().max(200)).optional(),
  dryRun: z.boolean().default(true),
})
export type ImportInput = z.infer<typeof ImportInput>

/** Permission and audit of an import; its items come in by the same pipeline as all others. */
const importVerb = command<{ name: string; rows: number; mapping: CsvMapping }, null>({
  name: 'feedback.import',
  permission: 'feedback.configure',
  input: z.object({ name: z.string(), rows: z.int(), mapping: z.partialRecord(z.enum(CSV_FIELDS), z.string()) }),
  async run({ actor }, { name, rows, mapping }) {
    return {
      ok: true,
      value: null,
      object: { kind: 'feedback-import', id: `${actor.workspaceId} ${name}` },
      detail: { name, rows, mapping },
    }
  },
})

/** A CSV: first what it holds and which column is which, then its rows as items. The same file twice changes nothing. */
export async function importCsv(
  runtime: Runtime,
  input: unknown,
  actor: Actor,
  options: RunOptions = {},
): Promise<Outcome<ImportView>> {
  const parsed = ImportInput.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse('invalid-input', issue?.message ?? 'The import has a wrong form.', {
      field: issue?.path.join('.') ?? '',
    })
  }
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.')
  const { csv, name, mapping: given, dryRun } = parsed.data
  const table = readTable(csv)
  if (!table.ok) return table
  const { names, rows } = table.value
  const guessed = guessColumns(names, rows.slice(0, 50))
  const mapping: CsvMapping =
    given ?? Object.fromEntries(guessed.flatMap(({ name: column, field }) => (field ? [[field, column]] : [])))
  const unknown = Object.values(mapping).find((column) => !names.includes(column))
  if (unknown !== undefined) return refuse('unknown-column', `There is no column ${unknown}.`, { field: 'mapping' })
  if (mapping.text === undefined && mapping.rating === undefined && mapping.nps === undefined)
    return refuse('no-text-column', 'Say which column holds the text.', { field: 'mapping.text' })
  const allowed = await runCommand(
    runtime,
    importVerb,
    { name: dryRun ? `${name} (preview)` : name, rows: rows.length, mapping },
    actor,
    { requestId: options.requestId, now: options.now },
  )
  if (!allowed.ok) return allowed
  const read = rows.map((row, i) => readRow(row, i, names, mapping))
  const refused = read.flatMap(({ index, decoded }) =>
    decoded.ok ? [] : [{ line: index + 2, code: decoded.code, message: refusalWords(decoded.code) }],
  )
  const answers = dryRun ? [] : await store(runtime, actor, name, read)
  const columns = guessed.map(({ name: column, field, confidence }, i) => {
    const mapped = fieldOf(mapping, column)
    return {
      name: column,
      field: mapped,
      confidence: mapped === field ? confidence : 1,
      sample: rows.slice(0, 3).map((row) => row[i] ?? ''),
    }
  })
  const count = (status: IngestItemAnswer['status']) => answers.filter((answer) => answer.status === status).length
  return {
    ok: true,
    value: {
      columns,
      rows: rows.length,
      preview: rows
        .slice(0, 5)
        .map((row) =>
          Object.fromEntries(
            names.map((column, i) => [fieldOf(mapping, column) ?? column, (row[i] ?? '').slice(0, 200)]),
          ),
        ),
      created: count('created'),
      duplicate: count('duplicate'),
      rejected: refused.length + count('rejected'),
      errors: refused.slice(0, 100),
      errorsCsv: [
        'line,code,message',
        ...refused.map(({ line, code, message }) => `${line},${code},"${message.replaceAll('"', '""')}"`),
      ].join('\n'),
      imported: !dryRun,
    },
  }
}

const fieldOf = (mapping: CsvMapping, column: string): CsvField | null =>
  CSV_FIELDS.find((field) => mapping[field] === column) ?? null

function readTable(csv: string): Outcome<{ names: string[]; rows: string[][] }> {
  try {
    const all: string[][] = parse(csv, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      delimiter: delimiterOf(csv),
      to: ROWS_MAX + 2,
    })
    const [names, ...rows] = all
    if (!names || rows.length === 0)
      return refuse('no-rows', 'The file has no rows below its heading.', { field: 'csv' })
    if (rows.length > ROWS_MAX)
      return refuse('too-many-rows', `An import has at most ${ROWS_MAX} rows.`, { field: 'csv' })
    return { ok: true, value: { names: names.map((name, i) => name.trim().slice(0, 200) || `Column ${i + 1}`), rows } }
  } catch {
    return refuse('bad-csv', 'This cannot be read as CSV: a quote is open or stands in the wrong place.', {
      field: 'csv',
    })
  }
}

/** The sign that the heading has the most of. */
function delimiterOf(csv: string): string {
  const heading = csv.slice(0, 4000).split('\n')[0] ?? ''
  const counted = [',', ';', '\t', '|'].map((sign) => ({ sign, n: heading.split(sign).length }))
  return counted.toSorted((a, b) => b.n - a.n)[0]?.sign ?? ','
}

type ReadRow = { index: number; decoded: ReturnType<typeof decodeItem>; fallbackId: string }

function readRow(row: readonly string[], index: number, names: readonly string[], mapping: CsvMapping): ReadRow {
  const at = (field: CsvField): string | undefined => {
    const column = mapping[field]
    const value = column === undefined ? '' : (row[names.indexOf(column)] ?? '').trim()
    return value === '' ? undefined : value
  }
  const score = (field: CsvField): number | string | undefined => {
    const value = at(field)
    return value === undefined || !Number.isFinite(Number(value)) ? value : Number(value)
  }
  const mapped = new Set(Object.values(mapping))
  const context = names
    .flatMap((name, i) => (mapped.has(name) || !row[i]?.trim() ? [] : [[name.slice(0, 100), row[i].slice(0, 1000)]]))
    .slice(0, 50)
  const decoded = decodeItem(
    {
      text: at('text'),
      subject: at('subject'),
      externalId: at('externalId'),
      channel: at('channel')
        ?.toLowerCase()
        .replaceAll(/[^a-z0-9_-]+/g, '-'),
      email: at('email'),
      unit: at('unit'),
      occurredAt: at('occurredAt'),
      rating: score('rating'),
      nps: score('nps'),
      csat: score('csat'),
      ces: score('ces'),
      context: Object.fromEntries(context),
    },
    'csv',
  )
  const day = (at('occurredAt') ?? '').slice(0, 10)
  const author = at('email') ?? at('unit') ?? ''
  const words = createHash('sha256')
    .update([day, author, sameText(at('text') ?? ''), at('rating') ?? ''].join('\n'))
    .digest('hex')
  return { index, decoded, fallbackId: `row-${words.slice(0, 40)}` }
}

async function store(
  runtime: Runtime,
  actor: Exclude<Actor, { kind: 'anonymous' }>,
  name: string,
  rows: readonly ReadRow[],
): Promise<IngestItemAnswer[]> {
  const stages = openStageLookup(runtime.database.db)
  const items: Delivery['items'][number][] = rows.flatMap(({ index, decoded, fallbackId }) =>
    decoded.ok ? [{ index, item: decoded.item, externalId: fallbackId }] : [],
  )
  const answers: IngestItemAnswer[] = []
  const delivery = { workspaceId: actor.workspaceId, environmentId: null, vouched: true, sourceName: name }
  for (let i = 0; i < items.length; i += CHUNK)
    answers.push(...(await storeItems(runtime, stages, { ...delivery, items: items.slice(i, i + CHUNK) })))
  return answers
}
