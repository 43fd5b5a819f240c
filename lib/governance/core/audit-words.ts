import { plural } from '@/lib/kernel/format'
import { type Json } from '@/lib/kernel/hash'
import { verbWords } from './audit-verbs'
import { type AuditEntryView } from './schema'

/** One audit row as a sentence in parts: who, did what, to what, and why or why not. */
export type AuditSentence = { who: string; did: string; object: string; because: string; refused: boolean }

const text = (detail: Json, key: string): string | null => {
  if (typeof detail !== 'object' || detail === null || !(key in detail)) return null
  const value: unknown = Reflect.get(detail, key)
  return typeof value === 'string' && value !== '' ? value : null
}

const number = (detail: Json, key: string): number | null => {
  const value: unknown = typeof detail === 'object' && detail !== null ? Reflect.get(detail, key) : null
  return typeof value === 'number' ? value : null
}

/** @param names what people call objects, by id: `rol_…` → RO-142 */
export function auditSentence(entry: AuditEntryView, names: Readonly<Record<string, string>>): AuditSentence {
  const { verb, object, outcome, detail, actor } = entry
  const [infinitive, done] = verbWords(verb)
  const refused = outcome !== 'done'
  const called = names[object.id] ?? text(detail, 'name') ?? text(detail, 'key') ?? text(detail, 'email') ?? object.id
  const kind = /^[A-Z]+-\d+/.test(called) ? '' : `${object.kind.replaceAll('-', ' ')} `
  const reason = refused
    ? (text(detail, 'message') ?? outcome)
    : (REASONS.map((key) => text(detail, key)).find((said) => said !== null) ??
      (verb === 'feedback.bulk' ? actOf(detail) : ''))
  return {
    who: actor.name,
    did: refused ? `tried to ${infinitive}` : done,
    object: objectOf(entry, `${kind}${called}`),
    because: reason,
    refused,
  }
}

/** Fields of what a row carries that say why, or what was said. The first that is there is told. */
const REASONS = ['because', 'note', 'title', 'task'] as const

/** What was acted on; an act on many items has no name of its own. */
function objectOf({ verb, detail }: AuditEntryView, called: string): string {
  if (verbWords(verb)[2] === 'alone') return ''
  if (verb !== 'feedback.bulk') return called
  const done = number(detail, 'done')
  return done === null ? 'items of feedback' : `${plural(done, 'item', 'items')} of feedback`
}

/** The verb inside an act on many items. */
function actOf(detail: Json): string {
  const act: unknown = typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'act') : null
  const verb: unknown = typeof act === 'object' && act !== null ? Reflect.get(act, 'verb') : null
  return typeof verb === 'string' ? `${verb.charAt(0).toUpperCase()}${verb.slice(1).replaceAll('-', ' ')}` : ''
}

/** The sentence as one text, for exports and readers of screens. */
export function auditText(sentence: AuditSentence): string {
  const { who, did, object, because, refused } = sentence
  const head = [who, did, object].filter(Boolean).join(' ')
  if (refused) return `${head}: refused. ${because}`.trim()
  return because ? `${head}: ${because}` : head
}

export type DetailLine = { path: string; before: string | null; after: string | null }

const LINES_MOST = 60

/**
 * What a row carries, line by line: where it holds `before` and `after`, the fields that differ; else each field.
 * Long values are cut; the export has them whole.
 */
export function detailLines(detail: Json): DetailLine[] {
  if (typeof detail !== 'object' || detail === null) return []
  const before: unknown = Reflect.get(detail, 'before')
  const after: unknown = Reflect.get(detail, 'after')
  const rest = Object.entries(detail).filter(([key]) => key !== 'before' && key !== 'after')
  const plain = rest.flatMap(([key, value]) =>
    [...flat(key, value)].map(([path, said]) => ({ path, before: null, after: said })),
  )
  if (before === undefined && after === undefined) return plain.slice(0, LINES_MOST)
  const [was, is] = [new Map(flat('', before)), new Map(flat('', after))]
  const changed = [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => was.get(path) !== is.get(path))
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
  return [...changed, ...plain].slice(0, LINES_MOST)
}

function* flat(path: string, value: unknown): Generator<[string, string]> {
  if (value === undefined || value === null || value === '') return
  if (typeof value !== 'object') {
    yield [path, String(value).slice(0, 500)] // oxlint-disable-line typescript/no-base-to-string -- no object comes here
    return
  }
  for (const [key, inner] of Object.entries(value)) yield* flat(path === '' ? key : `${path}.${key}`, inner)
}
