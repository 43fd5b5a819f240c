import { type Evaluator } from '@/lib/flags/core/evaluator'
import { type IncomingRecord } from '@/lib/telemetry/core/schema'
import { type Dice } from './dice'
import { metrics } from './harbor'
import { type SampleRollout } from './story'

const eventOf = new Map(metrics.map((metric) => [metric.key, metric.event]))
/** Outcomes come this soon after the exposure. */
const DELAY_MS = 20_000

/**
 * The raw records of the people who meet one rollout's flag between two moments: an exposure as the evaluator decides,
 * and what then happened to them with the story's chances. Sorted by time.
 * @param minutesAgo how long before now `fromMs` is; decides which rate holds
 */
export function crowd(
  rollout: SampleRollout,
  evaluator: Evaluator,
  random: Dice,
  fromMs: number,
  lengthMs: number,
  minutesAgo: number,
): IncomingRecord[] {
  const people = random.count((rollout.arrivals * lengthMs) / 60_000)
  const records: IncomingRecord[] = []
  for (let i = 0; i < people; i += 1) {
    const unit = `p-${random.int(2 ** 31).toString(36)}${random.int(2 ** 31).toString(36)}`
    const timeMs = fromMs + random.int(lengthMs)
    const met = evaluator.evaluate(rollout.flag, { targetingKey: unit }, Math.floor(timeMs / 1000))
    if (met.kind !== 'value' || (met.variant !== 'on' && met.variant !== 'control')) continue
    if (met.variant === 'control' && random.chance(rollout.lostBaseline ?? 0)) continue
    const revision = Number(evaluator.metadata['version'])
    records.push({ ...blank(unit, timeMs, i), kind: 'exposure', flag: rollout.flag, variant: met.variant, revision })
    for (const [metric, rate] of Object.entries(rollout.rates)) {
      const changed = rate.since === undefined || minutesAgo <= rate.since
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

const SERVICES = ['web-bff', 'search-api', 'payments-api']

function blank(unit: string, timeMs: number, i: number): IncomingRecord {
  const service = SERVICES[i % SERVICES.length] ?? 'web-bff'
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
    client: { id: `seed-${service}`, service, version: '1.44.0' },
  }
}
