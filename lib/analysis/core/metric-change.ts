import { durationWords } from '@/lib/kernel/format-time'
import { durationMs } from '@/lib/kernel/moments'
import { limitWords, metricSentence, sizeWords } from './metric-words'
import { type MetricDefinition } from './schema'

/** Everything that decides what is counted; the rest are words and limits. */
const measured = (d: MetricDefinition): unknown[] => [
  d.source.event,
  d.source.where,
  d.source.atLeast,
  d.aggregation,
  d.of ?? null,
  d.per ?? null,
  d.level ?? null,
  d.cap ?? null,
  d.direction,
  d.window && durationMs(d.window),
]

/**
 * Whether an edit makes a metric count something else. Then what ran before and after cannot be compared, and a rollout
 * that runs says so; a limit, an owner or a name breaks nothing, since a rollout froze its limit at Start.
 */
export const measuresOtherwise = (before: MetricDefinition, after: MetricDefinition): boolean =>
  JSON.stringify(measured(before)) !== JSON.stringify(measured(after))

/** What differs, in words. */
export function changesOf(before: MetricDefinition, after: MetricDefinition): string[] {
  const lines: readonly (readonly [string, (d: MetricDefinition) => string])[] = [
    ['Name', (d) => d.name],
    ['Counts', metricSentence],
    ['Good direction', (d) => (d.direction === 'lower' ? 'lower is better' : 'higher is better')],
    ['Unit', (d) => d.unit || 'none'],
    ['Harm limit', (d) => limitWords(d, d.harmLimit, null)],
    ['Hard limit', (d) => (d.hardLimit === null ? 'not set' : sizeWords(d, { kind: 'absolute', value: d.hardLimit }))],
    ['Worth finding', (d) => (d.mde ? sizeWords(d, d.mde) : 'not set')],
    [
      'Noticeable from',
      (d) => (d.noticeableFrom ? sizeWords(d, { kind: 'absolute', value: d.noticeableFrom }) : 'not set'),
    ],
    ['Window', (d) => (d.window === null ? 'none' : durationWords(d.window))],
    ['Owner', (d) => d.owner || 'nobody'],
    ['Objective', (d) => d.objective || 'not written'],
    ['Review by', (d) => d.reviewOn ?? 'not set'],
    ['Usual rate until there is history', (d) => (d.declaredRate === null ? 'not declared' : String(d.declaredRate))],
  ]
  return lines.flatMap(([name, say]) => {
    const [was, is] = [say(before), say(after)]
    return was === is ? [] : [`${name}: ${was} → ${is}`]
  })
}
