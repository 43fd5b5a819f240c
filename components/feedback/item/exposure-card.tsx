import Link from 'next/link'
import { type ExposureView } from '@/lib/feedback/core/schema'
import { lengthOf } from '@/lib/kernel/format-time'
import { paths } from '@/lib/kernel/paths'

const COHORT = { exposed: 'Exposed', baseline: 'Baseline', mixed: 'Both arms', unknown: 'Unknown' } as const

/** Which flags the person had met when they wrote; frozen then, never recomputed. */
export function ExposureCard({ exposure }: { exposure: readonly ExposureView[] }) {
  if (exposure.length === 0) {
    return (
      <p className="text-body text-text-2">
        Not known: no record of theirs had arrived. It counts as unknown, never as baseline.
      </p>
    )
  }
  return (
    <ul className="flex flex-col gap-1.5">
      {exposure.map((one) => (
        <li key={`${one.environmentId}${one.flagKey}${one.basis}`} className="text-body">
          <span className={one.cohort === 'exposed' ? 'font-medium text-accent' : 'text-text-2'}>
            {COHORT[one.cohort]}
          </span>{' '}
          <Link href={paths.flag(one.flagKey)} className="font-medium underline" prefetch={false}>
            {one.flagKey}
          </Link>{' '}
          <span className="text-text-2">
            {one.variant} in {one.environmentName}
            {one.secondsSinceFirstExposure !== null &&
              `, first met ${lengthOf(one.secondsSinceFirstExposure * 1000)} before`}
            {one.basis !== 'at_arrival' && (one.basis === 'late_match' ? ', matched later' : ', as their app said')}
          </span>
          {one.rolloutId && (
            <>
              {' '}
              <Link href={paths.rollout(one.rolloutId)} className="underline" prefetch={false}>
                Rollout
              </Link>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
