import { z } from 'zod'
import { BOUNDS, isName, isStorable, isUnit, timeRefusal, type Clock } from './bounds'
import { clientOf, isPersonal, readFrom } from './identity'
import { field } from './otlp-value'
import { rejectionWords } from './rejection-words'
import { type IncomingRecord, type IngestAnswer, type RejectionCode } from './schema'

export const EVENTS_MAX = 1000

const Name = z.string().refine((text) => isName(text, BOUNDS.nameChars))
const Scalar = z.union([z.string().max(BOUNDS.attributeValueChars).refine(isStorable), z.number(), z.boolean()])
const Attributes = z.record(
  z.string().refine((key) => isName(key, BOUNDS.attributeNameChars) && key !== '__proto__'),
  Scalar,
)
const Time = z.union([z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)), z.number()])
const common = {
  id: z
    .string()
    .refine((text) => isName(text, BOUNDS.idChars))
    .nullish(),
  unit: z.string().refine(isUnit),
  time: Time.nullish(),
  attributes: Attributes.refine((held) => Object.keys(held).length <= BOUNDS.attributes).nullish(),
}
const Revision = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
])

/** Rows of `POST /api/ingest/v1/events` (architecture.md §9). Unknown members are ignored. */
const EventRow = z.discriminatedUnion('type', [
  z.object({ type: z.literal('exposure'), ...common, flag: Name, variant: Name, revision: Revision.nullish() }),
  z.object({ type: z.literal('track'), ...common, name: Name, value: z.number().nullish() }),
])
const Body = z.object({ events: z.array(z.unknown()) })

const CODES: Record<string, RejectionCode> = {
  type: 'unknown-type',
  id: 'bad-id',
  unit: 'bad-unit',
  time: 'bad-time',
  attributes: 'bad-attributes',
  revision: 'bad-revision',
  name: 'bad-name',
  value: 'bad-value',
}
const MISSING: Record<string, RejectionCode> = {
  unit: 'no-unit',
  flag: 'no-flag-key',
  variant: 'no-variant',
  name: 'no-event-name',
}

export type DecodedEvents =
  | { ok: true; records: IncomingRecord[]; rejected: IngestAnswer['rejected'] }
  | { ok: false; code: RejectionCode }

/** The parsed JSON body as records: each row is taken or refused by itself, with its index and a stable code. */
export function decodeEvents(body: unknown, clock: Clock): DecodedEvents {
  const parsed = Body.safeParse(body)
  if (!parsed.success) return { ok: false, code: 'malformed' }
  if (parsed.data.events.length > EVENTS_MAX) return { ok: false, code: 'too-many-rows' }
  const records: IncomingRecord[] = []
  const rejected: IngestAnswer['rejected'] = []
  const ids = new Set<string>()
  for (const [index, row] of parsed.data.events.entries()) {
    const record = recordOf(row, clock)
    const code = typeof record === 'string' ? record : record.id !== null && ids.has(record.id) ? 'duplicate-id' : null
    if (code) rejected.push({ index, code, message: rejectionWords(code) })
    if (code || typeof record === 'string') continue
    if (record.id !== null) ids.add(record.id)
    records.push(record)
  }
  return { ok: true, records, rejected }
}

function recordOf(row: unknown, clock: Clock): IncomingRecord | RejectionCode {
  const parsed = EventRow.safeParse(row)
  if (!parsed.success) return codeOf(row, parsed.error)
  const event = parsed.data
  const timeMs = event.time ?? clock.nowMs
  const late = timeRefusal(timeMs, clock)
  if (late) return late
  const held = event.attributes ?? {}
  const attributes = Object.fromEntries(Object.entries(held).filter(([key]) => !isPersonal(key)))
  const record = { id: event.id ?? null, unit: event.unit, timeMs, attributes, client: clientOf(readFrom(held)) }
  if (event.type === 'track')
    return {
      kind: 'track',
      ...record,
      flag: null,
      variant: null,
      revision: null,
      name: event.name,
      value: event.value ?? null,
    }
  const { flag, variant } = event
  return { kind: 'exposure', ...record, flag, variant, revision: event.revision ?? null, name: null, value: null }
}

function codeOf(row: unknown, error: z.ZodError): RejectionCode {
  const member = error.issues[0]?.path[0]
  if (typeof member !== 'string') return 'malformed'
  const absent = (field(row, member) ?? null) === null
  return (absent ? MISSING[member] : undefined) ?? CODES[member] ?? 'bad-name'
}
