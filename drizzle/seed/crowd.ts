import { type Evaluator } from '@/lib/flags/core/evaluator'
import { type IncomingRecord } from '@/lib/telemetry/core/schema'
import { type Dice } from './dice'
import { metrics } from './harbor'
import { instances } from './instances'
import { type SampleRollout } from './story'

const eventOf = new Map(metrics.map((metric) => [metric.key, metric.event]))
/** Outcomes come this soon after the exposure. */
const DELAY_MS = 20_000

/** `minute` is how long before it burns the span begins, which decides the rates that hold. */
type Span = { fromMs: number; lengthMs: number; minute: number; crowdedness: number }

/**
 * The raw records of the people who meet one rollout's flag in a span: an exposure as the evaluator decides, and what
 * then happened to them with the story's chances. Sorted by time.
 */
export function crowd(
  rollout: Pick<SampleRollout, 'flag' | 'arrivals' | 'rates' | 'lostBaseline'>,
  evaluator: Evaluator,
  random: Dice,
  { fromMs, lengthMs, minute, crowdedness }: Span,
): IncomingRecord[] {
  const people = random.count((rollout.arrivals * crowdedness * lengthMs) / 60_000)
  const records: IncomingRecord[] = []
  for (let i = 0; i < people; i += 1) {
    const unit = `p-${random.int(2 ** 31).toString(36)}${random.int(2 ** 31).toString(36)}`
    const timeMs = fromMs + random.int(lengthMs)
    const met = evaluator.evaluate(rollout.flag, { targetingKey: unit }, Math.floor(timeMs / 1000))
    if (met.kind !== 'value') continue
    if (met.variant === 'control' && random.chance(rollout.lostBaseline ?? 0)) continue
    const revision = Number(evaluator.metadata['version'])
    records.push({ ...blank(unit, timeMs, i), kind: 'exposure', flag: rollout.flag, variant: met.variant, revision })
    for (const [metric, rate] of Object.entries(rollout.rates)) {
      const changed = rate.since === undefined || minute <= rate.since
      if (!random.chance(met.variant === 'on' && changed ? rate.exposed : rate.baseline)) continue
      records.push({
        ...blank(unit, timeMs + 1 + random.int(DELAY_MS), i),
        kind: 'track',
        name: eventOf.get(metric) ?? metric,
      })
    }
  }
  return records.toSorted((a, b) => a.timeMs - b.timeMs)
}

function blank(unit: string, timeMs: number, i: number): IncomingRecord {
  const { id, service, version } = instances[i % instances.length] ?? {
    id: 'web-bff-1',
    service: 'web-bff',
    version: '',
  }
  return {
    kind: 'track',
    id: null,
    unit,
    timeMs,
    flag: null,
    variant: null,
    revision: null,
    name: null,
    value: null,
    attributes: {},
    client: { id, service, version },
  }
}
