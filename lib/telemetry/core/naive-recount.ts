import { type EvidenceRecord, type StageOf } from './model'
import { type Arm, type CohortDelta, type MeasurementPlan } from './schema'

/**
 * The slow truth that ingest is tested against: one rollout counted from the whole history at once, without any state,
 * batches or increments. Written from statistics.md §2b and §2d, sharing no code with ingest. Quadratic.
 */
export type Phase = { plan: MeasurementPlan; records: readonly EvidenceRecord[] }
type Entry = {
  at: number
  unit: string
  stageId: CohortDelta['stageId']
  share: number
  arm: Arm
  timeMs: number
  arrivedMs: number
  metrics: number
  coin: number | 'known' | 'crossed'
}

/** Windows of one metric closed after the first `records` of the history, for entries that arrived up to `throughMs`. */
export type Closing = { metric: number; records: number; throughMs: number }

export function naiveRecount(
  phases: readonly Phase[],
  stageOf: StageOf,
  closings: readonly Closing[] = [],
): CohortDelta[] {
  const history = phases.flatMap(({ plan, records }) => records.map((record) => ({ plan, record })))
  const rows: CohortDelta[] = []
  for (const unit of new Set(history.map(({ record }) => record.unit))) {
    rows.push(...recountUnit(unit, history, stageOf, closings))
  }
  return rows
}

function recountUnit(
  unit: string,
  history: readonly { plan: MeasurementPlan; record: EvidenceRecord }[],
  stageOf: StageOf,
  closings: readonly Closing[],
): CohortDelta[] {
  const rows: CohortDelta[] = []
  const entries: Entry[] = []
  const crossed = new Set<string>()
  // Pass 1: who entered where, with which coin.
  for (const [at, { plan, record }] of history.entries()) {
    if (record.unit !== unit || record.kind !== 'exposure' || record.variant === null) continue
    const served = stageOf(record.environmentId, record.flag, record.revision, record.timeMs)
    if (!served || served.rolloutId !== plan.rolloutId) continue
    const arm = record.variant === served.exposedVariant ? 'exposed' : record.variant === 'control' ? 'control' : null
    if (!arm) continue
    const there = entries.find((entry) => entry.stageId === served.stageId)
    if (there) {
      if (there.arm === arm || crossed.has(there.stageId)) continue
      crossed.add(there.stageId)
      rows.push({ ...blank(plan, there), nCrossed: 1 })
      continue
    }
    const asControl = entries.filter((e) => e.coin !== 'crossed' && e.arm === 'control').map((e) => e.share)
    const asExposed = entries.filter((e) => e.coin !== 'crossed' && e.arm === 'exposed').map((e) => e.share)
    const wrong = record.expectedArm
      ? record.expectedArm !== arm
      : arm === 'exposed'
        ? asControl.some((share) => served.share <= share)
        : asExposed.some((share) => served.share >= share)
    const settled = asExposed.length > 0 || asControl.some((share) => served.share <= share)
    const coin = wrong ? 'crossed' : settled ? 'known' : Math.max(0, ...asControl)
    const { stageId, share } = served
    const { timeMs, arrivedMs } = record
    const entry: Entry = { at, unit, stageId, share, arm, timeMs, arrivedMs, metrics: plan.metrics.length, coin }
    entries.push(entry)
    if (wrong) crossed.add(stageId)
    rows.push({ ...blank(plan, entry), nEnter: 1, nCrossed: wrong ? 1 : 0 })
  }
  const real = entries.filter((entry) => entry.coin !== 'crossed')
  const last = history.at(-1)
  if (!last || real.length === 0) return rows
  // Pass 2: every moment at which an event is looked at, in order.
  const looks = history
    .flatMap(({ record }, at) => {
      if (record.kind !== 'track' || record.unit !== unit) return []
      const later = real.filter(
        (e) => e.at > at && e.timeMs <= record.timeMs && e.arrivedMs - record.arrivedMs <= 600_000,
      )
      return [at, ...later.map((e) => e.at)].map((moment) => ({ moment, at, event: record }))
    })
    .toSorted((a, b) => a.moment - b.moment || a.at - b.at)
  const known = (moment: number): Entry[] =>
    real
      .filter((e) => e.at <= moment)
      .toSorted((a, b) => a.timeMs - b.timeMs || (a.arm < b.arm ? -1 : a.arm > b.arm ? 1 : a.share - b.share))
  const during = (moment: number, timeMs: number): Entry | undefined =>
    known(moment).findLast((e) => e.timeMs <= timeMs)
  const setOf = (moment: number): Entry | null => {
    const list = known(moment)
    const latest = list.at(-1)
    if (!latest || (latest.arm === 'control' && list.some((e) => e.arm === 'exposed'))) return null
    const metBefore = list.slice(0, -1).map((e) => e.share)
    return { ...latest, coin: Math.max(0, ...metBefore) }
  }
  const lookedAt = new Set<number>()
  for (const { moment, at, event } of looks) {
    const entry = during(moment, event.timeMs)
    const plan = history[moment]?.plan
    if (!entry || !plan || lookedAt.has(at)) continue
    const hits = plan.metrics.map((metric) => Number(counts(metric, event)))
    lookedAt.add(at)
    if (!hits.includes(1)) continue
    rows.push({ ...blank(plan, entry), events: hits, lagMsSum: event.arrivedMs - event.timeMs, lagCount: 1 })
  }
  for (const [m, metric] of last.plan.metrics.entries()) {
    const one = (n: number): number[] => last.plan.metrics.map((_, i) => (i === m ? n : 0))
    const covered = (moment: number): boolean => known(moment).some((e) => e.metrics > m)
    const hits = looks.filter(
      ({ moment, event }) => counts(metric, event) && (history[moment]?.plan.metrics.length ?? 0) > m,
    )
    if (metric.aggregation === 'first-event') {
      const first = hits.find(({ moment, event }) => during(moment, event.timeMs) && covered(moment))
      for (const entry of real) {
        if (first && first.moment < entry.at) continue
        const before = covered(entry.at - 1) ? setOf(entry.at - 1) : null
        const now = covered(entry.at) ? setOf(entry.at) : null
        if (before && now && before.at === now.at && before.coin === now.coin) continue
        if (before) rows.push({ ...blank(last.plan, before), riskExit: one(1) })
        if (now) rows.push({ ...blank(last.plan, now), riskEnter: one(1) })
      }
      const atRisk = first ? setOf(first.moment) : null
      if (!first || !atRisk) continue
      const isOfIt = during(first.moment, first.event.timeMs)?.at === atRisk.at
      rows.push({ ...blank(last.plan, atRisk), ...(isOfIt ? { firstEvents: one(1) } : { riskExit: one(1) }) })
      continue
    }
    if (metric.measure?.kind === 'tail') {
      const { thresholds, afterMs } = metric.measure
      for (const entry of real.filter((e) => e.metrics > m && e.arrivedMs > (afterMs ?? -Infinity))) {
        const hit = hits.find(
          ({ moment, event }) =>
            event.kind === 'track' && event.value !== null && during(moment, event.timeMs) === entry,
        )
        const value = hit?.event.kind === 'track' ? hit.event.value : null
        if (value === null || !thresholds) continue
        const before = last.plan.metrics.slice(0, m)
        const places = before.reduce((sum, { measure }) => sum + (measure?.kind === 'tail' ? 1 + measure.size : 0), 0)
        const earlier = Array.from({ length: places }, () => 0)
        rows.push({ ...blank(last.plan, entry), tails: [...earlier, 1, ...thresholds.map((c) => Number(value > c))] })
      }
      continue
    }
    if (metric.measure?.kind === 'value') {
      for (const entry of real.filter((e) => e.metrics > m)) {
        const closing = closings.find(
          ({ metric: of, records, throughMs }) => of === m && records > entry.at && entry.arrivedMs <= throughMs,
        )
        if (!closing) continue
        const arrived = history.slice(0, closing.records).flatMap(({ record: r }) => (r.unit === unit ? [r] : []))
        const at = closing.records - 1
        const later = arrived.filter((r) => r.timeMs >= entry.timeMs && during(at, r.timeMs) === entry)
        rows.push(...valueRows(last.plan, metric, entry, { later, earlier: arrived }))
      }
      continue
    }
    for (const entry of real.filter((e) => e.metrics > m)) {
      const yes = hits.some(
        ({ moment, event }) =>
          during(moment, event.timeMs) === entry && event.timeMs <= entry.timeMs + (metric.windowMs ?? Infinity),
      )
      if (yes) rows.push({ ...blank(last.plan, entry), booked: one(1), bookedYes: one(1) })
    }
  }
  return rows
}

const sumOf = (name: string | undefined, list: readonly EvidenceRecord[]): number =>
  list.reduce((sum, r) => sum + (r.kind === 'track' && r.name === name ? (r.value ?? 1) : 0), 0)

/** One person's number, written down from the definition; the plan of the test has one such metric. */
function valueRows(
  plan: MeasurementPlan,
  metric: MeasurementPlan['metrics'][number],
  entry: Entry,
  { later, earlier }: { later: readonly EvidenceRecord[]; earlier: readonly EvidenceRecord[] },
): CohortDelta[] {
  const { measure, windowMs } = metric
  if (measure?.kind !== 'value' || windowMs === null) return []
  const cap = measure.cap ?? Infinity
  const capped = (x: number): number => (x > cap ? cap : x < -cap ? -cap : x)
  const inside = later.filter((r) => r.timeMs <= entry.timeMs + windowMs)
  const before = earlier.filter((r) => r.timeMs < entry.timeMs && r.timeMs >= entry.timeMs - windowMs)
  const values = (list: readonly EvidenceRecord[]): number[] =>
    list
      .flatMap((r) => (r.kind === 'track' && r.name === metric.event && r.value !== null ? [[r.timeMs, r.value]] : []))
      .toSorted(([a = 0, v = 0], [b = 0, w = 0]) => a - b || v - w)
      .flatMap(([, value]) => value ?? [])
  let [y, d, x]: [number | undefined, number, number] = [undefined, 0, 0]
  if (measure.of === 'first') {
    const [first] = values(inside)
    const [old] = values(before)
    if (first !== undefined) y = capped(first) - measure.centre
    x = old === undefined ? 0 : capped(old) - measure.centre
  } else {
    const name = measure.per?.event
    d = name ? sumOf(name, inside) : 0
    y = capped(sumOf(metric.event, inside)) - measure.centre - measure.slope * d
    x = capped(sumOf(metric.event, before)) - measure.slope * (name ? sumOf(name, before) : 0)
  }
  if (y === undefined) return []
  const own = [1, y, y * y, Math.abs(y), d, d * d, y * d, x, x * x, y * x, d * x]
  const place = plan.metrics.filter(({ measure: m }) => m?.kind === 'value').findIndex((m) => m === metric)
  const moments = plan.metrics.flatMap(({ measure: m }) => (m?.kind === 'value' ? own.map(() => 0) : []))
  moments.splice(place * own.length, own.length, ...own)
  return [{ ...blank(plan, entry), moments }]
}

function counts(metric: MeasurementPlan['metrics'][number], event: EvidenceRecord): boolean {
  if (event.kind !== 'track' || event.name !== metric.event) return false
  const enough = metric.atLeast === null || (event.value !== null && event.value >= metric.atLeast)
  const held = metric.where ? event.attributes[metric.where.attribute] : undefined
  return enough && (metric.where === null || metric.where.values.some((value) => value === held))
}

function blank(plan: MeasurementPlan, entry: Entry): CohortDelta {
  const none = plan.metrics.map(() => 0)
  return {
    rolloutId: plan.rolloutId,
    stageId: entry.stageId,
    share: entry.share,
    coin: entry.coin === 'crossed' ? 'known' : entry.coin,
    arm: entry.arm,
    nEnter: 0,
    nCrossed: 0,
    riskEnter: none,
    riskExit: none,
    firstEvents: none,
    booked: none,
    bookedYes: none,
    events: none,
    lagMsSum: 0,
    lagCount: 0,
  }
}
