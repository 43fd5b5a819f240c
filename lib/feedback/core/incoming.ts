import { AttachmentId } from '@/lib/kernel/id'
import { cleanLine, cleanText, TEXT_MAX } from './clean-text'
import { readScores } from './read-scores'
import { ATTACHMENTS_MAX, type IncomingItem, type ItemRefusal } from './schema-ingest'
import { Channel } from './schema-words'

export type Decoded = { ok: true; item: IncomingItem } | { ok: false; code: ItemRefusal; message: string }

const WORDS: Record<ItemRefusal, string> = {
  'not-an-object': 'An item is a JSON object.',
  'no-text': 'An item needs text, or a score.',
  'text-too-long': `Text has at most ${TEXT_MAX} characters.`,
  'bad-text': 'Text is a string.',
  'bad-channel': 'A channel is small letters, digits and dashes.',
  'bad-external-id': 'externalId is 1 to 200 characters.',
  'bad-unit': 'unit is 1 to 256 characters.',
  'bad-email': 'This is no e-mail address.',
  'bad-score': 'A score is a number on its scale: rating 1 to 5, nps 0 to 10, csat 1 to 5, ces 1 to 7.',
  'bad-time': 'occurredAt is an ISO 8601 date and time or unix milliseconds.',
  'bad-attributes': 'attributes and context are flat objects of text, numbers or booleans.',
  'bad-consent':
    'consent is true, false, or an object of purposes: reply, quote, session, prompts; consentText is what was shown, at most 2,000 characters.',
  'bad-attachments': `attachments is a list of at most ${ATTACHMENTS_MAX} different ids of pictures that were sent before.`,
  'duplicate-id': 'This externalId occurs twice in the request.',
  'too-many-items': 'A request has at most 500 items.',
  'source-paused': 'This source is paused.',
  'empty-line': 'This line is empty.',
  malformed: 'This is not JSON.',
}
/** What a refusal's code means, for the sender; nothing of what was sent is repeated. */
export const refusalWords = (code: ItemRefusal): string => WORDS[code]

const no = (code: ItemRefusal): Decoded => ({ ok: false, code, message: WORDS[code] })

type Members = ReadonlyMap<string, unknown>
const NAMES = new Set([
  'externalId',
  'channel',
  'text',
  'subject',
  'unit',
  'email',
  'rating',
  'nps',
  'csat',
  'ces',
  'consent',
  'consentText',
  'attributes',
  'context',
  'occurredAt',
  'inReplyTo',
  'attachments',
])
/** Names that reach into an object's own machinery; such members are left out. */
const HOSTILE = new Set(['__proto__', 'constructor', 'prototype'])

/** One item as a sender wrote it, checked member by member. Members that are not known are named in `ignored`. */
export function decodeItem(value: unknown, channelOf = 'api'): Decoded {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return no('not-an-object')
  const members: Members = new Map(Object.entries(value))
  const text = members.get('text') ?? ''
  if (typeof text !== 'string') return no('bad-text')
  if (text.length > TEXT_MAX) return no('text-too-long')
  const clean = cleanText(text)
  const scores = readScores(members)
  if (!scores) return no('bad-score')
  if (clean === '' && scores.length === 0) return no('no-text')
  const channel = Channel.safeParse(members.get('channel') ?? channelOf)
  if (!channel.success) return no('bad-channel')
  const externalId = lineOf(members, 'externalId', 200)
  if (externalId === undefined) return no('bad-external-id')
  const unit = lineOf(members, 'unit', 256)
  if (unit === undefined) return no('bad-unit')
  const email = emailOf(members.get('email'))
  if (email === undefined) return no('bad-email')
  const occurredMs = timeOf(members.get('occurredAt'))
  if (occurredMs === undefined) return no('bad-time')
  const context = contextOf(members)
  if (!context) return no('bad-attributes')
  const consent = consentOf(members.get('consent'))
  const consentText = consentTextOf(members.get('consentText'))
  if (!consent || consentText === undefined) return no('bad-consent')
  const attachments = attachmentsOf(members.get('attachments'))
  if (!attachments) return no('bad-attachments')
  const item: IncomingItem = {
    externalId,
    channel: channel.data,
    text: clean,
    subject: textOf(members.get('subject')),
    unit,
    email,
    occurredMs,
    scores,
    consent,
    consentText,
    context,
    inReplyTo: textOf(members.get('inReplyTo')),
    attachments,
    ignored: [...members.keys()].filter((name) => !NAMES.has(name)).map((name) => cleanLine(name, 60)),
  }
  return { ok: true, item }
}

/** Null: not given; undefined: given and wrong. Numbers count as text. */
function lineOf(members: Members, name: string, max: number): string | null | undefined {
  const given = members.get(name) ?? null
  if (given === null) return null
  const text = typeof given === 'number' ? String(given) : given
  if (typeof text !== 'string' || text.length > max) return undefined
  const line = cleanLine(text, max)
  return line === '' ? undefined : line
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? cleanLine(value, 500) || null : null)

function emailOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string' || value.length > 254) return undefined
  const address = value.trim().toLowerCase()
  // oxlint-disable-next-line no-control-regex -- control characters are what an address may not hold
  return /^[^\s@<>"(),:;\\\u0000-\u001f]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}$/u.test(address)
    ? address
    : undefined
}

function timeOf(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : NaN
  return Number.isFinite(ms) && Math.abs(ms) < 8e15 ? ms : undefined
}

function contextOf(members: Members): IncomingItem['context'] | null {
  const kept = new Map<string, string | number | boolean>()
  for (const name of ['context', 'attributes']) {
    const given = members.get(name) ?? {}
    if (typeof given !== 'object' || Array.isArray(given)) return null
    for (const [key, value] of Object.entries(given)) {
      if (value === null || HOSTILE.has(key)) continue
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null
      if (key.length > 100 || kept.size >= 50) return null
      kept.set(cleanLine(key, 100), typeof value === 'string' ? cleanLine(value, 1000) : value)
    }
  }
  return Object.fromEntries(kept)
}

function consentTextOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null
  return typeof value === 'string' && value.length <= 2000 ? cleanText(value) : undefined
}

function attachmentsOf(value: unknown): IncomingItem['attachments'] | null {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > ATTACHMENTS_MAX || new Set(value).size < value.length) return null
  const ids = value.map((id) => AttachmentId.safeParse(id).data)
  return ids.every((id) => id !== undefined) ? ids : null
}

const PURPOSES = ['reply', 'quote', 'session', 'prompts'] as const

function consentOf(value: unknown): IncomingItem['consent'] | null {
  if (value === undefined || value === null) return []
  if (typeof value === 'boolean') return [{ purpose: 'reply', granted: value }]
  if (Array.isArray(value)) {
    const given = PURPOSES.filter((purpose) => value.includes(purpose))
    return given.length === value.length ? given.map((purpose) => ({ purpose, granted: true })) : null
  }
  if (typeof value !== 'object') return null
  const told = new Map(Object.entries(value))
  if ([...told].some(([name, granted]) => typeof granted !== 'boolean' || !PURPOSES.some((known) => known === name)))
    return null
  return PURPOSES.filter((purpose) => told.has(purpose)).map((purpose) => ({
    purpose,
    granted: told.get(purpose) === true,
  }))
}
