import { type Clock } from './bounds'
import { type LogRow } from './decode-otlp-logs'
import { type SpanEvent, type SpanRow } from './decode-otlp-spans'
import { namesSomebody } from './identity'
import { type Scalar } from './otlp-value'
import { type IncomingRecord, type RejectionCode } from './schema'
import { recordOf } from './to-records'

const EVALUATION = 'feature_flag.evaluation'
const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const
/** Where work for somebody begins: a request or a message that comes in. */
const ENTRY = new Set(['server', 'consumer'])

export type SpanTaken = { records: IncomingRecord[]; refused: RejectionCode[] }

/**
 * What a span tells: each of its events as a log record would (OpenFeature's SpanEventHook writes exposures so), an
 * evaluation that is a span itself (its SpanHook), and of spans that begin a request or a trace that they ended: a track
 * event of the span's name, its value the duration in ms, with `error` and `span.kind`. Spans inside tell nothing more.
 */
export function recordsOf(span: SpanRow, clock: Clock): SpanTaken {
  const rows = span.events.map((event) => eventRow(span, event))
  const kind = KINDS[span.kind] ?? KINDS[0]
  if (span.name === EVALUATION) rows.push(rowOf(span, span.startMs, span.name, span.attributes))
  else if (span.isRoot || ENTRY.has(kind)) rows.push(ended(span, kind))
  const taken: SpanTaken = { records: [], refused: rows.length === 0 ? ['not-measured'] : [] }
  for (const row of rows) {
    const record = recordOf(row, clock)
    if (typeof record === 'string') taken.refused.push(record)
    else taken.records.push(record)
  }
  return taken
}

/** An event is of whom its span is, unless it says it itself. */
function eventRow(span: SpanRow, { name, timeMs, attributes }: SpanEvent): LogRow {
  const whose = [...span.attributes].filter(([key]) => namesSomebody(key))
  return rowOf(span, timeMs ?? span.endMs, name, new Map([...whose, ...attributes]))
}

/** Told at its end: what it did is known only then, and a person may have met the flag within it. */
function ended(span: SpanRow, kind: string): LogRow {
  const { startMs, endMs, isError } = span
  const attributes = new Map<string, Scalar>([...span.attributes, ['span.kind', kind], ['error', isError]])
  attributes.delete('value')
  const body = startMs === null || endMs === null ? null : Math.max(0, endMs - startMs)
  return { ...rowOf(span, endMs, span.name, attributes), body }
}

function rowOf(
  { resource, traceId }: SpanRow,
  timeMs: number | null,
  eventName: string | null,
  attributes: LogRow['attributes'],
): LogRow {
  return { timeMs, eventName, body: null, attributes, resource, traceId }
}
