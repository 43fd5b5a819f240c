'use client'
import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { paths } from '@/lib/kernel/paths'
import { type ReadinessCheck, type RolloutView } from '@/lib/rollouts/core/schema'
import { addressOf } from './new/fix-link'
import { ReadinessRail } from './readiness-rail'
import { type Verbs } from './use-verbs'

/** The checks of a rollout that nobody has had yet; gone once it has started. */
export function ReadinessCard({ rollout, verbs }: { rollout: RolloutView; verbs: Verbs }) {
  if (!rollout.readiness) return null
  const fix = (check: ReadinessCheck) => {
    if (check.fix === null) return null
    if (check.fix === 'approval') {
      if (rollout.state !== 'draft') return null
      return (
        <button
          type="button"
          className={buttonClass('secondary', 'small')}
          onClick={() => verbs.press('request-approval')}
        >
          Ask<span className="sr-only">: {check.label}</span>
        </button>
      )
    }
    const href =
      check.fix === 'why' || check.fix === 'who' || check.fix === 'how' || check.fix === 'safety'
        ? paths.rolloutFrom(rollout.name, check.fix)
        : addressOf(check.fix, rollout.flag)
    return (
      <Link className={buttonClass('secondary', 'small')} href={href}>
        Fix<span className="sr-only">: {check.label}</span>
      </Link>
    )
  }
  return <ReadinessRail checks={rollout.readiness} fix={fix} />
}
