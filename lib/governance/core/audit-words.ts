import { plural } from '@/lib/kernel/format'
import { type Json } from '@/lib/kernel/hash'
import { type AuditEntryView } from './schema'

/** One audit row as a sentence in parts: who, did what, to what, and why or why not. */
export type AuditSentence = { who: string; did: string; object: string; because: string; refused: boolean }

/** Verbs whose words say more than their code. Infinitive for refusals, past for what was done. */
const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  'rollout.request-approval': ['ask for approval of', 'asked for approval of'],
  'rollout.keep-paused': ['keep paused', 'kept paused'],
  'rollout.accept-risk': ['accept a risk of', 'accepted a risk of'],
  'rollout.stop': ['stop exposure of', 'stopped exposure of'],
  'rollout.roll-back': ['roll back', 'rolled back'],
  'rollout.undo': ['undo the last decision on', 'undid the last decision on'],
  'rollout.confirm': ['count the clients of', 'saw the clients confirm'],
  'flag.stop': ['stop exposure of', 'stopped exposure of'],
  'feedback.bulk': ['triage', 'triaged'],
  'session.start': ['sign in', 'signed in'],
  'session.revoke': ['sign out a session of', 'signed out a session of'],
}

/** First words that do not take -ed. */
const PAST: Readonly<Record<string, string>> = {
  set: 'set',
  send: 'sent',
  tell: 'told',
  make: 'made',
  take: 'took',
  give: 'gave',
  begin: 'began',
  put: 'put',
  cut: 'cut',
  merge: 'merged',
  split: 'split',
  pin: 'pinned',
  tag: 'tagged',
  stop: 'stopped',
  plan: 'planned',
  withdraw: 'withdrew',
  write: 'wrote',
  undo: 'undid',
}

function past(word: string): string {
  const known = PAST[word]
  if (known) return known
  if (word.endsWith('e')) return `${word}d`
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ied` : `${word}ed`
}

/** `key.create` → create, created; a verb of several words keeps the rest: `member.change-role` → change role of. */
function wordsOf(verb: string): readonly [string, string] {
  const known = WORDS[verb]
  if (known) return known
  const [first = verb, ...rest] = (verb.split('.')[1] ?? verb).split('-')
  const tail = rest.length > 0 ? ` ${rest.join(' ')} of` : ''
  return [`${first}${tail}`, `${past(first)}${tail}`]
}

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
  const [infinitive, done] = wordsOf(verb)
  const refused = outcome !== 'done'
  const called = names[object.id] ?? text(detail, 'name') ?? text(detail, 'key') ?? text(detail, 'email') ?? object.id
  const kind = /^[A-Z]+-\d+/.test(called) ? '' : `${object.kind.replaceAll('-', ' ')} `
  const reason = refused
    ? (text(detail, 'message') ?? outcome)
    : (text(detail, 'because') ?? text(detail, 'note') ?? (verb === 'feedback.bulk' ? actOf(detail) : ''))
  return {
    who: actor.name,
    did: refused ? `tried to ${infinitive}` : done,
    object: objectOf(entry, `${kind}${called}`),
    because: reason,
    refused,
  }
}

/** What was acted on; an act on many items has no name of its own. */
function objectOf({ verb, detail }: AuditEntryView, called: string): string {
  if (verb === 'session.start') return ''
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
