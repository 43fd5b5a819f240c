import { z } from 'zod'
import { BOUNDS, isName, isStorable, isUnit, timeRefusal, type Clock } from './bounds'
import { aliasesOf, clientOf, isPersonal, NO_ALIASES, readFrom } from './identity'
import { type Scalar } from './otlp-value'
import { rejectionWords } from './rejection-words'
import { type IncomingRecord, type IngestAnswer, type RejectionCode } from './schema'

export const EVENTS_MAX = 1000

export type DecodedEvents =
  | { ok: true; records: IncomingRecord[]; rejected: IngestAnswer['rejected'] }
  | { ok: false; code: RejectionCode }

/** The parsed JSON body as records: each row is taken or refused by itself, with its index and a stable code. */
export function decodeEvents(body: unknown, clock: Clock): DecodedEvents {
  const events = isObject(body) ? body['events'] : null
  if (!Array.isArray(events)) return { ok: false, code: 'malformed' }
  if (events.length > EVENTS_MAX) return { ok: false, code: 'too-many-rows' }
  const records: IncomingRecord[] = []
  const rejected: IngestAnswer['rejected'] = []
  const ids = new Set<string>()
  for (const [index, row] of events.entries()) {
    const record = recordOf(row, clock)
    const code = typeof record === 'string' ? record : record.id !== null && ids.has(record.id) ? 'duplicate-id' : null
    if (code) rejected.push({ index, code, message: rejectionWords(code) })
    if (code || typeof record === 'string') continue
    if (record.id !== null) ids.add(record.id)
    records.push(record)
  }
  return { ok: true, records, rejected }
}

type Members = Readonly<Record<string, unknown>>
type Attributes = IncomingRecord['attributes']

const isObject = (x: unknown): x is Members => typeof x === 'object' && x !== null && !Array.isArray(x)
const isText = (x: unknown): x is string => typeof x === 'string'
const isAbsent = (x: unknown): x is null | undefined => x === undefined || x === null

/**
 * A row of `POST /api/ingest/v1/events` (architecture.md §9). Unknown members are ignored. By hand, like OTLP's: this
 * runs for every row that comes in, and each check knows the code of its refusal.
 */
function recordOf(row: unknown, clock: Clock): IncomingRecord | RejectionCode {
  if (!isObject(row)) return 'malformed'
  const { type, id, unit, time, attributes: held } = row
  if (type !== 'exposure' && type !== 'track') return 'unknown-type'
  if (!isAbsent(id) && !(isText(id) && isName(id, BOUNDS.idChars))) return 'bad-id'
  if (!isAbsent(unit) && !(isText(unit) && isUnit(unit))) return 'bad-unit'
  const timeMs = isAbsent(time) ? clock.nowMs : timeOf(time)
  if (timeMs === null) return 'bad-time'
  const attributes = isAbsent(held) ? NONE : attributesOf(held)
  if (attributes === null) return 'bad-attributes'
  const client = attributes === NONE ? null : clientOf(readFrom(attributes))
  const aliases = attributes === NONE ? NO_ALIASES : aliasesOf(readFrom(attributes), null)
  // Somebody met the flag: an exposure says who. What happened later may be whose the session is.
  if (isAbsent(unit) && (type === 'exposure' || aliases.length === 0)) return 'no-unit'
  const late = timeRefusal(timeMs, clock)
  const whose = { unit: unit ?? null, aliases }
  const common = { id: id ?? null, whose, timeMs, attributes: withoutPersonal(attributes), client }
  const record = type === 'track' ? trackOf(row, common) : exposureOf(row, common)
  return typeof record === 'string' ? record : (late ?? record)
}

type Common = Pick<IncomingRecord, 'id' | 'timeMs' | 'attributes' | 'client'> & {
  whose: Pick<IncomingRecord, 'unit' | 'aliases'>
}

function exposureOf(row: Members, common: Common): IncomingRecord | RejectionCode {
  const { flag, variant, revision: shown } = row
  if (isAbsent(flag)) return 'no-flag-key'
  if (!isText(flag) || !isName(flag, BOUNDS.nameChars)) return 'bad-name'
  if (isAbsent(variant)) return 'no-variant'
  if (!isText(variant) || !isName(variant, BOUNDS.nameChars)) return 'bad-name'
  const revision = isText(shown) && /^\d{1,15}$/.test(shown) ? Number(shown) : (shown ?? null)
  if (revision !== null && !(Number.isSafeInteger(revision) && Number(revision) >= 0)) return 'bad-revision'
  const { id, whose, timeMs, attributes, client } = common
  const met = { flag, variant, revision: revision === null ? null : Number(revision) }
  return { kind: 'exposure', id, ...whose, timeMs, ...met, name: null, value: null, attributes, client }
}

function trackOf(row: Members, common: Common): IncomingRecord | RejectionCode {
  const { name, value } = row
  if (isAbsent(name)) return 'no-event-name'
  if (!isText(name) || !isName(name, BOUNDS.nameChars)) return 'bad-name'
  if (!isAbsent(value) && !isNumber(value)) return 'bad-value'
  const { id, whose, timeMs, attributes, client } = common
  const did = { name, value: value ?? null }
  return { kind: 'track', id, ...whose, timeMs, flag: null, variant: null, revision: null, ...did, attributes, client }
}

const isNumber = (x: unknown): x is number => typeof x === 'number' && Number.isFinite(x)

const DATETIME = z.regexes.datetime({ offset: true })

/** Unix milliseconds, or ISO 8601 with an offset. */
function timeOf(time: unknown): number | null {
  if (isText(time)) return DATETIME.test(time) ? Date.parse(time) : null
  return isNumber(time) ? time : null
}

/** Shared: most rows have none. */
const NONE: Attributes = Object.freeze({})

/** Few, flat and short; null when they are not. A key `__proto__` is left out. */
function attributesOf(held: unknown): Attributes | null {
  if (!isObject(held)) return null
  const attributes: Attributes = {}
  let count = 0
  for (const [key, value] of Object.entries(held)) {
    if (key === '__proto__') continue
    if (!isName(key, BOUNDS.attributeNameChars) || !isScalar(value)) return null
    attributes[key] = value
    count += 1
  }
  if (count > BOUNDS.attributes) return null
  return count === 0 ? NONE : attributes
}

const isScalar = (value: unknown): value is Scalar =>
  isText(value)
    ? value.length <= BOUNDS.attributeValueChars && isStorable(value)
    : typeof value === 'boolean' || isNumber(value)

const withoutPersonal = (held: Attributes): Attributes =>
  Object.keys(held).some(isPersonal)
    ? Object.fromEntries(Object.entries(held).filter(([key]) => !isPersonal(key)))
    : held
