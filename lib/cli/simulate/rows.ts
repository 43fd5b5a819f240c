import { type Watched } from './play'
import { type World } from './world'

/** How a row is measured, and the bar it must not miss (statistics.md §6). */
export type Measure =
  | { kind: 'false-alarms' }
  /** Exposed people until Ē ≥ 20, or all people until the split alarm, over Wald's limit. */
  | { kind: 'people-to-alarm' }
  | { kind: 'people-to-split' }
  /** Made of other rows' repetitions. */
  | { kind: 'false-splits' | 'mean-of' | 'faster-than-reference'; of: readonly string[] }
export type Row = { name: string; says: string; measure: Measure; repetitions: number; world: World }

const PLAIN: World = {
  metric: 'errors',
  baseline: 0.01,
  effect: 1,
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
const RAMP = [1, 5, 25, 50]
/** Traps look every five minutes: what they break does not hang on the minute, and there are many of them. */
const TRAP = { lookMinutes: 5 } as const
const CROWD = { count: 6000, spread: 1.2, unlucky: 10, entry: 'at-once', visits: 'again-and-again' } as const
const SAME = { count: 2500, spread: 0, unlucky: 1, entry: 'at-once', visits: 'each-stage' } as const
/** Wide enough that only the end of a stage closes windows. */
const WHOLE_STAGE = { windowHours: 48 } as const

const ALARMS = 600
const FOUND = 200
const NO_EFFECT: readonly [string, string, Partial<World>][] = [
  ['no-effect-errors-5', 'errors 1 %, 5 % exposed', {}],
  ['no-effect-errors-50', 'errors 1 %, 50 % exposed', { shares: [50] }],
  ['no-effect-conversion-5', 'conversion 10 %, 5 % exposed', CONVERSION],
  ['no-effect-conversion-50', 'conversion 10 %, 50 % exposed', { ...CONVERSION, shares: [50] }],
  ['at-limit', 'errors 1 → 2 %, limit twice the baseline', { effect: 2, limit: 1 }],
]
const MORE_FALSE_ALARMS: readonly [string, string, Partial<World>][] = [
  ['at-limit-ramp', 'the same over a ramp 1/5/25/50 %', { ...TRAP, effect: 2, limit: 1, shares: RAMP }],
  [
    'at-limit-conversion-ramp',
    'conversion 10 → 9 %, limit a tenth, ramp',
    { ...CONVERSION, ...TRAP, effect: 0.9, limit: 0.1, shares: RAMP },
  ],
  ['trap-ramp-flat', 'conversion 10 %, ramp 1/5/25/50 %', { ...CONVERSION, ...TRAP, shares: RAMP }],
  [
    'trap-ramp-falling',
    'conversion falls 13 → 10 %, ramp 1/5/25/50 %',
    { ...CONVERSION, ...TRAP, baseline: 0.13, drift: 10 / 13, shares: RAMP },
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
      shares: RAMP,
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
    { ...TRAP, ...CONVERSION, ...WHOLE_STAGE, people: { ...SAME, count: 10_000 }, shares: RAMP },
  ],
  [
    'trap-delayed',
    'conversion 10 % comes within 36 h, counts within 24 h, ramp 5/25/50 %',
    { ...TRAP, ...CONVERSION, delayHours: 36, windowHours: 24, shares: [5, 25, 50] },
  ],
]
/** Long enough that nearly every repetition finds it. */
const FIND: readonly [string, string, Partial<World>][] = [
  ['find-errors-double', 'errors 1 → 2 %', { effect: 2, days: 60 }],
  ['find-errors-third', 'errors 1 → 1.3 %', { effect: 1.3, days: 150 }],
  ['find-conversion', 'conversion 10 → 9 %', { ...CONVERSION, effect: 0.9, days: 100 }],
  ['find-crashes', 'crashes .1 → .5 %', { metric: 'crashes', baseline: 0.001, effect: 5, days: 60 }],
]

const alarms = ([name, says, world]: readonly [string, string, Partial<World>]): Row => ({
  name,
  says,
  measure: { kind: 'false-alarms' },
  repetitions: ALARMS,
  world: { ...PLAIN, ...world },
})
const found =
  (kind: 'people-to-alarm' | 'people-to-split') =>
  ([name, says, world]: readonly [string, string, Partial<World>]): Row => ({
    name,
    says,
    measure: { kind },
    repetitions: FOUND,
    world: { ...PLAIN, ...world },
  })
const madeOf = (name: string, says: string, kind: 'false-splits' | 'mean-of' | 'faster-than-reference', of: string[]) =>
  ({ name, says, measure: { kind, of }, repetitions: 0, world: PLAIN }) satisfies Row

const names = (rows: readonly (readonly [string, ...unknown[]])[]): string[] => rows.map(([name]) => name)

/** All rows, in the order in which they are printed. */
export const ROWS: readonly Row[] = [
  ...NO_EFFECT.map(alarms),
  ...MORE_FALSE_ALARMS.map(alarms),
  ...FIND.map(found('people-to-alarm')),
  madeOf('find-mean', 'the four above, on average', 'mean-of', names(FIND)),
  madeOf('find-faster', 'errors and crashes, against the reference test', 'faster-than-reference', [
    'find-errors-double',
    'find-errors-third',
    'find-crashes',
  ]),
  madeOf('split-no-effect', 'split alarms (E ≥ 1000) in the five first rows', 'false-splits', names(NO_EFFECT)),
  found('people-to-split')(['split-10', '5.5 % exposed instead of 5 %', { split: 1.1, days: 28 }]),
  found('people-to-split')(['split-20', '6 % exposed instead of 5 %', { split: 1.2, days: 14 }]),
]

/** What a repetition of a row is played for. */
export function watchedBy({ name, measure }: Row): Watched[] {
  if (measure.kind === 'people-to-alarm') return ['harm', 'reference']
  if (measure.kind === 'people-to-split') return ['split']
  return NO_EFFECT.some(([one]) => one === name) ? ['harm', 'split'] : ['harm']
}
