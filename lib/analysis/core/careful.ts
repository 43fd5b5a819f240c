import { Duration } from '@/lib/kernel/time'
import { type Policy } from './schema'

/**
 * The policy that protects every rollout until somebody writes another one (statistics.md §7): pause at Ē ≥ 20 (false
 * pauses ≤ 5 % of rollouts), roll back at Ē ≥ 100 (≤ 1 %), and at 1000 or a hard limit without asking for patience.
 */
export const careful: Policy = {
  key: 'careful',
  name: 'Careful',
  version: 1,
  rules: [
    { when: { hardLimit: true }, for: null, act: 'roll-back' },
    { when: { harm: 1000 }, for: null, act: 'roll-back' },
    { when: { harm: 100 }, for: null, act: 'roll-back' },
    { when: { harm: 20 }, for: null, act: 'pause' },
  ],
  autoAdvance: false,
  maxDwell: Duration.parse('P14D'),
  margins: [
    { upTo: 1, margin: 8 },
    { upTo: 5, margin: 4 },
    { upTo: 25, margin: 2 },
    { upTo: 100, margin: 1 },
  ],
}
