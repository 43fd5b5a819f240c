import { type TailMeasure } from '@/lib/telemetry/core/schema'
import { type TailConfig } from '../core/config'
import { countedThresholds, type FrozenTail } from '../core/freeze-tail'

/** What ingest counts values against; nothing before there are thresholds. */
export function tailMeasure({ size }: TailConfig, frozen: FrozenTail | null, afterMs: number | null): TailMeasure {
  return { kind: 'tail', size, thresholds: frozen && countedThresholds(frozen), afterMs }
}
