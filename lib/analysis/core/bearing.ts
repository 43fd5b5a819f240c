import { sequentialSrm } from '@/lib/statistics/srm'
import { type ArmCounts } from './state'

/** People with a value, of both arms, by stratum: `<stage> <share> <coin class>`. */
export type Bearing = Record<string, ArmCounts & { share: number }>

export const bearingKey = (s: { stageId: string; share: number; coin: number | 'known' }): string =>
  `${s.stageId} ${s.share} ${s.coin}`

export function withBearing(before: Bearing, key: string, share: number, more: ArmCounts): Bearing {
  const { exposed, control } = before[key] ?? { exposed: 0, control: 0 }
  return { ...before, [key]: { share, exposed: exposed + more.exposed, control: control + more.control } }
}

/**
 * Whether the arms differ in who has a value at all (statistics.md §2a, §2e): where one arm's telemetry is lost, in
 * crashes for one, or only some answer, those who are left cannot be compared. E ≥ 1000, at any look.
 */
export function isUneven(bearing: Bearing): boolean {
  const strata = Object.values(bearing).map(({ exposed, control, share }) => ({
    counts: [exposed, control],
    shares: [share, 1 - share],
  }))
  return sequentialSrm(strata).level === 'alarm'
}
