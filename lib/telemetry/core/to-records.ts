import { BOUNDS, isName, isStorable, isUnit, timeRefusal, type Clock } from './bounds'
import { type LogRow } from './decode-otlp-logs'
import { aliasesOf, clientOf, isPersonal, unitOf } from './identity'
import { type Scalar } from './otlp-value'
import { countCodes, type Rejected } from './rejection-words'
import { type IncomingRecord, type RejectionCode } from './schema'

const EVALUATION = 'feature_flag.evaluation'
/** Read into fields of their own, or useless afterwards. */
const CONSUMED = /^(?:event\.name|log\.record\.uid|value|feature_flag\..*)$/
/** Attributes that OTel SDKs attach by themselves are many: more than our own door takes. */
const ATTRIBUTES_MAX = 128
/** Resource attributes that comparisons slice by; the others stay with the sender. */
const FROM_RESOURCE = ['service.name', 'service.version', 'deployment.environment.name'] as const

/** Decoded rows as records, and how many were not taken, by reason. */
export function toRecords(
  rows: Iterable<LogRow | RejectionCode>,
  clock: Clock,
): { records: IncomingRecord[]; rejections: Rejected[] } {
  const records: IncomingRecord[] = []
  const codes: RejectionCode[] = []
  for (const row of rows) {
    const record = typeof row === 'string' ? row : recordOf(row, clock)
    if (typeof record === 'string') codes.push(record)
    else records.push(record)
  }
  return { records, rejections: countCodes(codes) }
}

/** One row: `feature_flag.evaluation` is an exposure, any other event name a track event. Old names as in §3.1. */
export function recordOf(row: LogRow, clock: Clock): IncomingRecord | RejectionCode {
  const read = (key: string): Scalar | null => row.attributes.get(key) ?? row.resource.get(key) ?? null
  const name = row.eventName ?? row.attributes.get('event.name')
  if (typeof name !== 'string' || name === '') return 'no-event-name'
  if (!isName(name, BOUNDS.nameChars)) return 'bad-name'
  const [unit, aliases] = [unitOf(read), aliasesOf(read, row.traceId)]
  // Somebody met the flag: an exposure says who. What happened later may be anybody's of that session or trace.
  if (unit === null && (name === EVALUATION || aliases.length === 0)) return 'no-unit'
  if (unit !== null && !isUnit(unit)) return 'bad-unit'
  const timeMs = row.timeMs ?? clock.nowMs
  const late = timeRefusal(timeMs, clock)
  if (late) return late
  const attributes = attributesOf(row)
  if (!attributes) return 'bad-attributes'
  const uid = read('log.record.uid')
  const id = typeof uid === 'string' && isName(uid, BOUNDS.idChars) ? uid : null
  const record = { id, unit, aliases, timeMs, attributes, client: clientOf(read) }
  return name === EVALUATION ? exposureOf(row, record) : trackOf(row, name, record)
}

type Common = Pick<IncomingRecord, 'id' | 'unit' | 'aliases' | 'timeMs' | 'attributes' | 'client'>

function exposureOf(row: LogRow, common: Common): IncomingRecord | RejectionCode {
  const first = (key: string, formerly = key): Scalar | null =>
    row.attributes.get(key) ?? row.attributes.get(formerly) ?? null
  const flag = first('feature_flag.key')
  if (typeof flag !== 'string' || flag === '') return 'no-flag-key'
  const variant = first('feature_flag.result.variant', 'feature_flag.variant')
  if (!isName(flag, BOUNDS.nameChars)) return 'bad-name'
  if (variant !== null && (typeof variant !== 'string' || !isName(variant, BOUNDS.nameChars))) return 'bad-name'
  // A disabled flag or a failed evaluation has no variant: usage, but nobody met the flag.
  const reason = first('feature_flag.result.reason', 'feature_flag.evaluation.reason')
  const failed = first('error.type') !== null || /^(?:disabled|default|error|unknown)$/i.test(String(reason))
  if (variant === null && !failed) return 'no-variant'
  const version = String(first('feature_flag.version') ?? '')
  const revision = /^\d{1,15}$/.test(version) ? Number(version) : null
  return { kind: 'exposure', ...common, flag, variant, revision, name: null, value: null }
}

function trackOf(row: LogRow, name: string, common: Common): IncomingRecord | RejectionCode {
  const held = row.attributes.get('value')
  const value = typeof held === 'number' ? held : row.body
  if (value !== null && !Number.isFinite(value)) return 'bad-value'
  return { kind: 'track', ...common, flag: null, variant: null, revision: null, name, value }
}

/** What is stored beside a record: no personal ids, long text cut; null when it cannot be stored at all. */
function attributesOf(row: LogRow): IncomingRecord['attributes'] | null {
  const kept: IncomingRecord['attributes'] = {}
  let count = 0
  for (const [key, value] of row.attributes) {
    if (CONSUMED.test(key) || isPersonal(key) || key === '__proto__') continue
    const isText = typeof value === 'string'
    if (!isName(key, BOUNDS.attributeNameChars) || (isText && !isStorable(value))) return null
    kept[key] = isText ? cut(value) : Number.isNaN(value) ? 'NaN' : value
    count += 1
  }
  if (count > ATTRIBUTES_MAX) return null
  for (const key of FROM_RESOURCE) {
    const value = row.resource.get(key)
    if (typeof value === 'string' && !row.attributes.has(key) && isStorable(value)) kept[key] = cut(value)
  }
  if (row.traceId) kept['trace_id'] = row.traceId
  return kept
}

/** Stack traces and the like: their beginning is enough. Never ends in half a surrogate pair. */
function cut(text: string): string {
  if (text.length <= BOUNDS.attributeValueChars) return text
  return text.slice(0, BOUNDS.attributeValueChars).replace(/[\uD800-\uDBFF]$/, '')
}
