import { assertNever } from '@/lib/kernel/result'

export const CSV_FIELDS = [
  'text',
  'subject',
  'externalId',
  'channel',
  'email',
  'unit',
  'occurredAt',
  'rating',
  'nps',
  'csat',
  'ces',
] as const
export type CsvField = (typeof CSV_FIELDS)[number]
export type CsvMapping = Partial<Record<CsvField, string>>
export type GuessedColumn = { name: string; field: CsvField | null; confidence: number }

const NAMES: Record<CsvField, string> = {
  text: 'text feedback comment comments message body content review description verbatim note answer response opinion',
  subject: 'subject title headline summary',
  externalId: 'id externalid ticket ticketid reviewid key reference ref uuid number',
  channel: 'channel source origin medium',
  email: 'email mail emailaddress author sender requester customeremail useremail',
  unit: 'unit user userid customer customerid accountid targetingkey subject_id',
  occurredAt: 'date time created createdat timestamp occurredat submitted submittedat received when datetime',
  rating: 'rating stars star score starrating',
  nps: 'nps npsscore likelihood recommend',
  csat: 'csat satisfaction',
  ces: 'ces effort',
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** Which column is which, by its name and by what is in it; each field is given once, to the surest column. */
export function guessColumns(names: readonly string[], rows: readonly (readonly string[])[]): GuessedColumn[] {
  const guesses = names.flatMap((name, column) =>
    CSV_FIELDS.map((field) => ({
      column,
      field,
      confidence: confidenceOf(
        field,
        name,
        rows.map((row) => row[column] ?? ''),
      ),
    })),
  )
  const taken = new Map<number, { field: CsvField; confidence: number }>()
  const given = new Set<CsvField>()
  for (const { column, field, confidence } of guesses.toSorted((a, b) => b.confidence - a.confidence)) {
    if (confidence < 0.4 || taken.has(column) || given.has(field)) continue
    taken.set(column, { field, confidence })
    given.add(field)
  }
  return names.map((name, column) => ({
    name,
    field: taken.get(column)?.field ?? null,
    confidence: taken.get(column)?.confidence ?? 0,
  }))
}

function confidenceOf(field: CsvField, name: string, values: readonly string[]): number {
  const words = NAMES[field].split(' ')
  const asked = plain(name)
  const byName = words.includes(asked) ? 0.6 : words.some((word) => word.length > 3 && asked.includes(word)) ? 0.35 : 0
  const filled = values.filter((value) => value.trim() !== '')
  if (filled.length === 0) return byName
  const share = (test: (value: string) => boolean): number => filled.filter(test).length / filled.length
  return Math.round((byName + byContent(field, filled, share)) * 100) / 100
}

function byContent(
  field: CsvField,
  filled: readonly string[],
  share: (test: (value: string) => boolean) => number,
): number {
  const number = (low: number, high: number) =>
    share((value) => /^\d{1,2}(\.\d)?$/.test(value.trim()) && Number(value) >= low && Number(value) <= high)
  switch (field) {
    case 'email':
      return share((value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim())) * 0.45
    case 'occurredAt':
      return share((value) => /\d{4}|\d{1,2}[./-]\d{1,2}/.test(value) && Number.isFinite(Date.parse(value))) * 0.4
    case 'text': {
      const words = filled.reduce((sum, value) => sum + value.split(/\s+/).length, 0) / filled.length
      return Math.min(0.4, words / 20)
    }
    case 'externalId':
      return new Set(filled).size === filled.length && share((value) => value.length <= 40 && !/\s/.test(value)) > 0.9
        ? 0.2
        : -0.2
    case 'rating':
    case 'csat':
      return number(1, 5) * 0.3
    case 'nps':
      return number(0, 10) * 0.3
    case 'ces':
      return number(1, 7) * 0.2
    case 'subject':
    case 'channel':
    case 'unit':
      return 0
    default:
      return assertNever(field)
  }
}
