import { isRateForm } from '@/lib/analysis/core/metric-words'
import { type Starter } from '@/lib/analysis/core/starters'
import { type Aggregation, type Direction, type MetricDefinition, type Size } from '@/lib/analysis/core/schema'
import { duration, durationMs } from '@/lib/kernel/moments'

/** What a form of a metric holds: texts, as typed. */
export type MetricDraft = {
  key: string
  name: string
  event: string
  attribute: string
  values: string
  atLeast: string
  aggregation: Aggregation
  of: 'sum' | 'first'
  per: string
  level: string
  cap: string
  window: string
  windowUnit: WindowUnit
  direction: Direction
  unit: string
  limitKind: LimitKind
  limit: string
  mdeKind: LimitKind
  mde: string
  hardLimit: string
  noticeableFrom: string
  declaredRate: string
  objective: string
  owner: string
  reviewOn: string
}
export type LimitKind = 'none' | 'absolute' | 'relative'

export const WINDOW_MS = { min: 60_000, h: 3_600_000, d: 86_400_000 } as const
export type WindowUnit = keyof typeof WINDOW_MS

const text = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(Number(value.toPrecision(12)))

/** Rates of people are written per 1,000, parts in percent, everything else as it is. */
const factorOf = (form: Pick<MetricDefinition, 'aggregation'>, kind: LimitKind): number =>
  kind === 'relative' ? 100 : isRateForm(form) ? 1000 : 1

const sizeText = (form: Pick<MetricDefinition, 'aggregation'>, size: Size | null): [LimitKind, string] =>
  size ? [size.kind, text(size.value * factorOf(form, size.kind))] : ['none', '']

function windowText(window: MetricDefinition['window']): Pick<MetricDraft, 'window' | 'windowUnit'> {
  if (window === null) return { window: '', windowUnit: 'h' }
  const ms = durationMs(window)
  const windowUnit = ms % WINDOW_MS.d === 0 ? 'd' : ms % WINDOW_MS.h === 0 ? 'h' : 'min'
  return { window: text(ms / WINDOW_MS[windowUnit]), windowUnit }
}

/** A form filled in with a metric as it is. */
export function draftOf(metric: MetricDefinition): MetricDraft {
  const { source } = metric
  const [limitKind, limit] = sizeText(metric, metric.harmLimit)
  const [mdeKind, mde] = sizeText(metric, metric.mde)
  const rate = isRateForm(metric) ? 1000 : 1
  return {
    key: metric.key,
    name: metric.name,
    event: source.event,
    attribute: source.where?.attribute ?? '',
    values: source.where?.values.map(valueText).join(', ') ?? '',
    atLeast: text(source.atLeast),
    aggregation: metric.aggregation,
    of: metric.of ?? 'sum',
    per: metric.per?.event ?? '',
    level: text((metric.level ?? 0.95) * 100),
    cap: text(metric.cap),
    ...windowText(metric.window),
    direction: metric.direction,
    unit: metric.unit,
    limitKind,
    limit,
    mdeKind,
    mde,
    hardLimit: metric.hardLimit === null ? '' : text(metric.hardLimit * 1000),
    noticeableFrom: metric.noticeableFrom ? text(metric.noticeableFrom * rate) : '',
    declaredRate: metric.declaredRate === null ? '' : text(metric.declaredRate * 1000),
    objective: metric.objective ?? '',
    owner: metric.owner,
    reviewOn: metric.reviewOn ?? '',
  }
}

/** A new form, from a metric to begin with or from nothing. */
export function newDraft(starter: Starter | null, owner: string): MetricDraft {
  const from: MetricDefinition = {
    key: starter?.key ?? '',
    name: starter?.name ?? '',
    source: { kind: 'event', event: starter?.event ?? '', where: null, atLeast: null },
    aggregation: starter?.aggregation ?? 'first-event',
    of: starter?.of ?? null,
    per: starter?.per === undefined ? null : { kind: 'event', event: starter.per, where: null, atLeast: null },
    direction: starter?.direction ?? 'lower',
    unit: starter?.unit ?? 'people',
    harmLimit: starter?.harmLimit ?? null,
    hardLimit: null,
    mde: null,
    window: starter?.window ?? null,
    owner,
    declaredRate: null,
    objective: starter?.objective ?? '',
  }
  return draftOf(from)
}

const number = (written: string): number | null =>
  written.trim() === '' ? null : Number(written.trim().replaceAll(',', ''))

/**
 * As the server wants it; what the form has not asked for is null. A text that is no number goes as it is not: the server
 * names the field.
 * @param was the metric that is edited: what the form does not show of it stays
 */
export function sentDraft(draft: MetricDraft, was: MetricDefinition | null = null) {
  const { aggregation, limitKind, mdeKind } = draft
  const isRate = isRateForm({ aggregation })
  const rate = isRate ? 1000 : 1
  const over = (written: string, factor: number): number | null => {
    const value = number(written)
    return value === null ? null : value / factor
  }
  const size = (kind: LimitKind, written: string) =>
    kind === 'none' ? null : { kind, value: over(written, factorOf({ aggregation }, kind)) }
  const window = number(draft.window)
  const isValue = aggregation === 'mean' || aggregation === 'ratio'
  const attribute = draft.attribute.trim()
  const where = attribute === '' ? null : { attribute, values: readValues(draft.values) }
  const per = draft.per.trim()
  const samePer = was?.per?.event === per ? was.per : null
  return {
    key: draft.key.trim(),
    name: draft.name.trim() || draft.key.trim(),
    source: { kind: 'event', event: draft.event.trim(), where, atLeast: number(draft.atLeast) },
    aggregation,
    of: aggregation === 'mean' ? draft.of : null,
    per: aggregation === 'ratio' && per !== '' ? (samePer ?? { kind: 'event', event: per }) : null,
    level: aggregation === 'quantile' ? over(draft.level, 100) : null,
    cap: isValue ? number(draft.cap) : null,
    direction: draft.direction,
    unit: draft.unit,
    harmLimit: size(limitKind, draft.limit),
    mde: size(mdeKind, draft.mde),
    hardLimit: isRate ? over(draft.hardLimit, 1000) : null,
    noticeableFrom: over(draft.noticeableFrom, rate),
    declaredRate: isRate ? over(draft.declaredRate, 1000) : null,
    window:
      window === null || aggregation === 'first-event' || !(window >= 0)
        ? null
        : duration(window * WINDOW_MS[draft.windowUnit]),
    objective: draft.objective,
    owner: draft.owner,
    reviewOn: draft.reviewOn || null,
  }
}

/** Texts with commas between; numbers, true and false as such unless they stand in quotes. */
export function readValues(written: string): (string | number | boolean)[] {
  return written
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const quoted = /^"(.*)"$/.exec(one)?.[1]
      if (quoted !== undefined) return quoted
      if (one === 'true' || one === 'false') return one === 'true'
      return Number.isFinite(Number(one)) ? Number(one) : one
    })
}

const valueText = (value: string | number | boolean): string =>
  typeof value === 'string' && readValues(value)[0] !== value ? `"${value}"` : String(value)
