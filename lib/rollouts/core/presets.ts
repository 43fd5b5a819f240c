import { type Discipline } from '@/lib/kernel/permissions'
import { hours, minutes, type Duration } from '@/lib/kernel/moments'
import { type StageSpec } from './schema'

const stage = (
  weight: number,
  minSoak: Duration,
  margin: number | null,
  disciplines: Discipline[] = [],
): StageSpec => ({ weight, minSoak, disciplines, minUnits: null, margin })

/** A ready-made list of stages; `risk` says what a faster one gives up. */
export type Preset = { key: string; name: string; risk: string | null; stages: readonly StageSpec[] }

/**
 * Stage lists people start from. Early stages have few people and can rule out only gross harm, so they declare a wide
 * margin (statistics §2j); from half of the people on, harm past the limits themselves must be ruled out.
 */
export const presets: readonly Preset[] = [
  {
    key: 'careful',
    name: 'Careful',
    risk: null,
    stages: [
      stage(1, hours(2), 10),
      stage(5, hours(12), 5),
      stage(25, hours(24), 2, ['product', 'engineering', 'data']),
      stage(50, hours(24), null),
      stage(100, hours(24), null),
    ],
  },
  {
    key: 'standard',
    name: 'Standard',
    risk: 'Starts at 5% instead of 1%, and half of all people can have it after 16 hours.',
    stages: [
      stage(5, hours(4), 5),
      stage(25, hours(12), 2, ['engineering']),
      stage(50, hours(12), null),
      stage(100, hours(12), null),
    ],
  },
  {
    key: 'fast',
    name: 'Fast',
    risk: 'Starts at 10%; half of all people can have it after 30 minutes, everyone after two and a half hours.',
    stages: [stage(10, minutes(30), 5), stage(50, hours(2), 2), stage(100, hours(2), null)],
  },
]
