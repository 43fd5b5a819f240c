import { type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { metricRows } from '../core/decode-otlp-metrics'
import { type Ingest } from './ingest'
import { receiveOtlp, type OtlpSignal, type Taken } from './receive-otlp'

/**
 * Comparisons need to know whom something happened to, and a metric has lost it. So its data points are counted and
 * told, in the protocol's own way; none is kept.
 */
const METRICS: OtlpSignal = {
  door: 'otlp.metrics',
  rejectedName: 'rejectedDataPoints',
  *decode(bytes, encoding): Generator<Taken> {
    for (const metric of metricRows(bytes, encoding)) {
      const [code, count] = typeof metric === 'string' ? [metric, 1] : (['not-measured', metric.points] as const)
      yield { records: [], refused: count === 0 ? [] : [{ code, count }], count }
    }
  },
}

/** `POST /otlp/v1/metrics`: answers as the protocol asks, so that one exporter address serves all three signals. */
export const receiveOtlpMetrics = (ingest: Ingest, request: HotRequest): Promise<HotResponse> =>
  receiveOtlp(ingest, request, METRICS)
