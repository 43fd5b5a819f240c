import { type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { spanRows } from '../core/decode-otlp-spans'
import { countCodes } from '../core/rejection-words'
import { recordsOf } from '../core/span-records'
import { type Ingest } from './ingest'
import { receiveOtlp, type OtlpSignal, type Taken } from './receive-otlp'

const TRACES: OtlpSignal = {
  door: 'otlp.traces',
  rejectedName: 'rejectedSpans',
  *decode(bytes, encoding, clock): Generator<Taken> {
    for (const span of spanRows(bytes, encoding)) {
      const { records, refused } = typeof span === 'string' ? { records: [], refused: [span] } : recordsOf(span, clock)
      yield { records, refused: countCodes(refused), count: 1 }
    }
  },
}

/** `POST /otlp/v1/traces`: exposures and events on spans, and how requests ended. Spans themselves are not kept. */
export const receiveOtlpTraces = (ingest: Ingest, request: HotRequest): Promise<HotResponse> =>
  receiveOtlp(ingest, request, TRACES)
