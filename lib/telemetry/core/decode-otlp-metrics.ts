import { Reader } from 'protobufjs'
import { framesOf, parts, type Frames, type OtlpEncoding } from './otlp-frames'
import { otlp } from './otlp-schema'
import { field, listField } from './otlp-value'
import { type RejectionCode } from './schema'

/** A metric of one resource and scope: what it is called, and how many data points came. */
export type MetricRow = { name: string; points: number }

const SHAPES = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const

/** Metrics of an export request, one by one; one that cannot be read is its rejection code. @throws RefusedBody */
export const metricRows = (bytes: Uint8Array, encoding: OtlpEncoding): Generator<MetricRow | RejectionCode> =>
  framesOf(bytes, encoding, METRICS)

const METRICS: Frames<MetricRow> = {
  lists: ['resourceMetrics', 'scopeMetrics', 'metrics'],
  message: otlp.Metric,
  // A series per pod and route: large metrics are usual, and only counted.
  bytesMax: Number.POSITIVE_INFINITY,
  rowOf: (metric) => {
    const name = field(metric, 'name')
    if (typeof name !== 'string' || name === '') return 'bad-name'
    const counts = SHAPES.map((shape) => pointsIn(field(metric, shape)))
    if (counts.includes(null)) return 'malformed'
    return { name, points: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0) }
  },
}

/** Every shape has its points in field 1. Null: it cannot be read. */
function pointsIn(shape: unknown): number | null {
  if (!(shape instanceof Uint8Array)) return listField(shape, 'dataPoints').length
  let points = 0
  try {
    for (const part of parts(Reader.create(shape), shape.length)) if (part.field === 1) points += 1
  } catch {
    return null
  }
  return points
}
