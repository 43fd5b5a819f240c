'use client'
import { useTimeLeft } from '@/components/live/clock'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { count, plural, share } from '@/lib/kernel/format'
import { countdown } from '@/lib/kernel/format-time'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { type Verbs } from './use-verbs'

/** One's own Pause or Stop exposure, what it did, and the clock of its Undo; or why there is none. */
export function UndoBanner({ rollout, verbs }: { rollout: RolloutView; verbs: Verbs }) {
  const { undo, lastDecision, state } = rollout
  const since = lastDecision?.verb === 'pause' || lastDecision?.verb === 'stop' ? lastDecision : null
  if (!since || (state !== 'paused' && state !== 'stopped')) return null
  if (undo) return <UndoWithClock rollout={rollout} verbs={verbs} undo={undo} at={since.at} />
  if (state !== 'stopped') return null
  const reason = rollout.verbs.find((verb) => verb.verb === 'undo')?.reason
  return reason ? (
    <Banner tone="plain">
      <Effect rollout={rollout} at={since.at} /> No Undo: {lowerFirst(reason)}.
    </Banner>
  ) : null
}

type ClockProps = { rollout: RolloutView; verbs: Verbs; undo: NonNullable<RolloutView['undo']>; at: RolloutView['now'] }

function UndoWithClock({ rollout, verbs, undo, at }: ClockProps) {
  const leftMs = useTimeLeft(undo.until, rollout.now)
  if (leftMs === 0) return null
  return (
    <Banner
      tone="info"
      actions={
        <Button pending={verbs.pending === 'undo'} onClick={() => verbs.press('undo')}>
          Undo, <span className="num">{countdown(leftMs)}</span> left
        </Button>
      }
    >
      <Effect rollout={rollout} at={at} />
    </Banner>
  )
}

function Effect({ rollout, at }: { rollout: RolloutView; at: RolloutView['now'] }) {
  const { state, weight, environmentName, propagation } = rollout
  if (state === 'paused') {
    return (
      <>
        Paused <Time at={at} format="seconds" />. The share stays at {share(weight)}, nothing advances.
      </>
    )
  }
  return (
    <>
      Exposure stopped <Time at={at} format="seconds" /> in {environmentName}.{' '}
      {propagation &&
        propagation.seen > 0 &&
        `${count(propagation.confirmed)} of ${plural(propagation.seen, 'client', 'clients')} confirmed.`}
    </>
  )
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
