import { type Watched } from './play'
import { type World } from './world'

/** How a row is measured, and the bar it must not miss (statistics.md §6). */
export type Measure =
  | { kind: 'false-alarms' }
  /** Exposed people until Ē ≥ 20, or all people until the split alarm, over Wald's limit. */
  | { kind: 'people-to-alarm' }
  | { kind: 'people-to-split' }
  /** Exposed people until Ē ≥ 20, where Wald's limit hangs on the whole law of a latency. */
  | { kind: 'exposed-people'; bar: number }
  /** Made of other rows' repetitions. */
  | { kind: 'false-splits' | 'mean-of'; of: readonly string[] }
  | { kind: 'faster-than-reference'; of: readonly string[]; bar: number }
export type Row = { name: string; says: string; measure: Measure; repetitions: number; world: World }

const PLAIN: World = {
  metric: 'errors',
  baseline: 0.01,
  effect: 1,
  slower: 'all',
  drift: 1,
  limit: null,
  shares: [5],
  split: 1,
  perDay: 10_000,
  days: 7,
  outside: null,
  people: null,
  delayHours: 0,
  windowHours: 1 / 60,
  lookMinutes: 1,
}
const CONVERSION = { metric: 'conversion', baseline: 0.1 } as const
/** A day for each stage. */
const RAMP = { shares: [1, 5, 25, 50], days: 4 } as const
/** Traps look every five minutes: what they break does not hang on the minute, and there are many of them. */
const TRAP = { lookMinutes: 5 } as const
const CROWD = { count: 6000, spread: 1.2, unlucky: 10, entry: 'at-once', visits: 'again-and-again' } as const
const SAME = { count: 2500, spread: 0, unlucky: 1, entry: 'at-once', visits: 'each-stage' } as const
/** Wide enough that only the end of a stage closes windows. */
const WHOLE_STAGE = { windowHours: 48 } as const

/** Name, what happens, and what is not plain in its world. */
type Given = readonly [string, string, Partial<World>]

const ALARMS = 600
const FOUND = 200
const NO_EFFECT: readonly Given[] = [
  ['no-effect-errors-5', 'errors 1 %, 5 % exposed', {}],
  ['no-effect-errors-50', 'errors 1 %, 50 % exposed', { shares: [50] }],
  ['no-effect-conversion-5', 'conversion 10 %, 5 % exposed', CONVERSION],
  ['no-effect-conversion-50', 'conversion 10 %, 50 % exposed', { ...CONVERSION, shares: [50] }],
  ['at-limit', 'errors 1 → 2 %, limit twice the baseline', { effect: 2, limit: 1 }],
]
const MORE_FALSE_ALARMS: readonly Given[] = [
  ['no-effect-latency-5', 'p95 of latency, 5 % exposed', { ...TRAP, metric: 'latency' }],
  ['at-limit-ramp', 'the same over a ramp 1/5/25/50 %', { ...TRAP, ...RAMP, effect: 2, limit: 1 }],
  [
    'at-limit-conversion-ramp',
    'conversion 10 → 9 %, limit a tenth, ramp',
    { ...CONVERSION, ...TRAP, ...RAMP, effect: 0.9, limit: 0.1 },
  ],
  ['trap-ramp-flat', 'conversion 10 %, ramp 1/5/25/50 %', { ...CONVERSION, ...TRAP, ...RAMP }],
  [
    'trap-ramp-falling',
    'conversion falls 13 → 10 %, ramp 1/5/25/50 %',
    { ...CONVERSION, ...TRAP, ...RAMP, baseline: 0.13, drift: 10 / 13 },
  ],
  [
    'trap-outside-event',
    'errors 1 → 4 % in both arms for 6 h',
    { ...TRAP, outside: { fromDay: 3, hours: 6, times: 4 } },
  ],
  ['trap-split-errors', '5.5 % exposed instead of 5 %, errors 1 %', { ...TRAP, split: 1.1 }],
  ['trap-split-conversion', '5.5 % exposed instead of 5 %, conversion 10 %', { ...TRAP, ...CONVERSION, split: 1.1 }],
  ['trap-heavy-people', '6,000 people, some come often, some ten times as unlucky', { ...TRAP, people: CROWD }],
  [
    'trap-all',
    'they come by and by, ramp 1/5/25/50 %, errors × 3 for 12 h',
    {
      ...TRAP,
      people: { ...CROWD, entry: 'by-and-by' },
      shares: RAMP.shares,
      outside: { fromDay: 4, hours: 12, times: 3 },
    },
  ],
  [
    'trap-same-people',
    'the same people and outcomes in 14 stages of 5 %',
    { ...TRAP, ...CONVERSION, ...WHOLE_STAGE, people: SAME, shares: Array.from({ length: 14 }, () => 5) },
  ],
  [
    'trap-same-people-ramp',
    'the same people and outcomes, ramp 1/5/25/50 %',
    { ...TRAP, ...CONVERSION, ...WHOLE_STAGE, ...RAMP, people: { ...SAME, count: 10_000 } },
  ],
  [
    'trap-delayed',
    'conversion 10 % comes within 36 h, counts within 24 h, ramp 5/25/50 %',
    { ...TRAP, ...CONVERSION, delayHours: 36, windowHours: 24, shares: [5, 25, 50], days: 6 },
  ],
]
/** Long enough that nearly every repetition finds it. */
const FIND: readonly Given[] = [
  ['find-errors-double', 'errors 1 → 2 %', { effect: 2, days: 60 }],
  ['find-errors-third', 'errors 1 → 1.3 %', { effect: 1.3, days: 150 }],
  ['find-conversion', 'conversion 10 → 9 %', { ...CONVERSION, effect: 0.9, days: 100 }],
  ['find-crashes', 'crashes .1 → .5 %', { metric: 'crashes', baseline: 0.001, effect: 5, days: 60 }],
]
const LATENCY = { metric: 'latency', effect: 1.2, days: 30 } as const

const row = ([name, says, world]: Given, measure: Measure, repetitions: number): Row => ({
  name,
  says,
  measure,
  repetitions,
  world: { ...PLAIN, ...world },
})
const alarms = (given: Given): Row => row(given, { kind: 'false-alarms' }, ALARMS)
const madeOf = (name: string, says: string, measure: Measure): Row => row([name, says, {}], measure, 0)
const names = (rows: readonly Given[]): string[] => rows.map(([name]) => name)

const FASTER = ['find-errors-double', 'find-errors-third', 'find-crashes']

/** All rows, in the order in which they are printed. */
export const ROWS: readonly Row[] = [
  ...NO_EFFECT.map(alarms),
  ...MORE_FALSE_ALARMS.map(alarms),
  ...FIND.map((given) => row(given, { kind: 'people-to-alarm' }, FOUND)),
  madeOf('find-mean', 'the four above, on average', { kind: 'mean-of', of: names(FIND) }),
  madeOf('find-faster', 'errors and crashes, against the reference test', {
    kind: 'faster-than-reference',
    of: FASTER,
    bar: 1.25,
  }),
  row(['latency-all', 'every request takes a fifth longer', LATENCY], { kind: 'exposed-people', bar: 150 }, FOUND),
  row(
    ['latency-slowest', 'the slowest fifth takes a fifth longer', { ...LATENCY, slower: 'slowest-fifth' }],
    { kind: 'exposed-people', bar: 400 },
    FOUND,
  ),
  madeOf('latency-faster', 'both, against the reference test of p95', {
    kind: 'faster-than-reference',
    of: ['latency-all', 'latency-slowest'],
    bar: 3,
  }),
  madeOf('split-no-effect', 'split alarms (E ≥ 1000) in the five first rows', {
    kind: 'false-splits',
    of: names(NO_EFFECT),
  }),
  row(['split-10', '5.5 % exposed instead of 5 %', { split: 1.1, days: 28 }], { kind: 'people-to-split' }, FOUND),
  row(['split-20', '6 % exposed instead of 5 %', { split: 1.2, days: 14 }], { kind: 'people-to-split' }, FOUND),
]

/** What a repetition of a row is played for. */
export function watchedBy({ name, measure }: Row): Watched[] {
  if (measure.kind === 'people-to-alarm' || measure.kind === 'exposed-people') return ['harm', 'reference']
  if (measure.kind === 'people-to-split') return ['split']
  return NO_EFFECT.some(([one]) => one === name) ? ['harm', 'split'] : ['harm']
}
