import { type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { logRows } from '../core/decode-otlp-logs'
import { recordOf } from '../core/to-records'
import { type Ingest } from './ingest'
import { receiveOtlp, type OtlpSignal, type Taken } from './receive-otlp'

const LOGS: OtlpSignal = {
  door: 'otlp.logs',
  rejectedName: 'rejectedLogRecords',
  *decode(bytes, encoding, clock): Generator<Taken> {
    for (const row of logRows(bytes, encoding)) {
      const record = typeof row === 'string' ? row : recordOf(row, clock)
      yield typeof record === 'string'
        ? { records: [], refused: [{ code: record, count: 1 }], count: 1 }
        : { records: [record], refused: [], count: 1 }
    }
  },
}

/** `POST /otlp/v1/logs`: exposures and other named events. */
export const receiveOtlpLogs = (ingest: Ingest, request: HotRequest): Promise<HotResponse> =>
  receiveOtlp(ingest, request, LOGS)
