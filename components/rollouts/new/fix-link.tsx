'use client'
import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { paths } from '@/lib/kernel/paths'
import { type DraftPart, type ReadinessCheck } from '@/lib/rollouts/core/schema'

type Props = { check: ReadinessCheck; flag: string; go: (part: DraftPart) => void }

/** Opens the form that answers a check: a part of this one, or the page where it is settled. */
export function FixLink({ check: { fix, label }, flag, go }: Props) {
  if (fix === null) return null
  if (fix === 'why' || fix === 'who' || fix === 'how' || fix === 'safety') {
    return (
      <button type="button" className={buttonClass('secondary', 'small')} onClick={() => go(fix)}>
        Fix<span className="sr-only">: {label}</span>
      </button>
    )
  }
  if (fix === 'approval') {
    return (
      <button type="button" className={buttonClass('secondary', 'small')} onClick={() => go('review')}>
        Ask<span className="sr-only">: {label}</span>
      </button>
    )
  }
  return (
    <Link className={buttonClass('secondary', 'small')} href={addressOf(fix, flag)}>
      Fix<span className="sr-only">: {label}</span>
    </Link>
  )
}

/** Where what a plan cannot settle itself is settled. */
export function addressOf(fix: 'flag' | 'incidents' | 'freezes' | 'telemetry' | 'guide', flag: string): string {
  if (fix === 'flag') return paths.flag(flag)
  if (fix === 'incidents') return paths.incidents()
  if (fix === 'freezes') return paths.settings('environments')
  return paths.guide(fix === 'telemetry' ? 'telemetry' : 'approve')
}
