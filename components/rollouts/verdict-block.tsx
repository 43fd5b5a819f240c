'use client'
import { type Ref } from 'react'
import { cx } from '@/components/ui/cx'
import { Time } from '@/components/ui/time'
import { useZone } from '@/components/ui/zone'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { verdictText } from '@/lib/rollouts/core/verdict-sentences'
import { type VerdictTone } from '@/lib/rollouts/core/verdict-words'
import { DecisionAnswer } from './decision-answer'
import { DecisionButtons } from './decision-buttons'
import { type Verbs } from './use-verbs'
import { toneText, VerdictMark } from './verdict-mark'
import { Why } from './why'

const frames: Record<VerdictTone, string> = {
  good: 'border-good bg-good-soft',
  slate: 'border-line-strong bg-surface',
  warn: 'border-warn bg-warn-soft',
  bad: 'border-bad bg-bad-soft',
  ink: 'border-text bg-surface',
}

type Props = { rollout: RolloutView; verbs: Verbs; rowRef: Ref<HTMLDivElement> }

/** The answer first: what was found, for whom, what follows, and the verbs that follow from it. */
export function VerdictBlock({ rollout, verbs, rowRef }: Props) {
  const { timeZone } = useZone()
  const told = verdictText(rollout, timeZone)
  const { gates, lastDecision, verdict, state } = rollout
  const failing = gates.filter((gate) => gate.state === 'failing' || gate.state === 'blind').length
  const waiting = gates.filter((gate) => gate.state === 'waiting').length
  return (
    <section
      aria-labelledby="verdict"
      data-verdict={verdict?.code ?? 'none'}
      data-state={state}
      className={cx(
        'rounded-card border border-l-4 px-4 py-4 sm:px-6',
        frames[told.tone],
        told.mark === 'waves' && 'hatched',
      )}
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <VerdictMark mark={told.mark} tone={told.tone} size={20} />
        <h2 id="verdict" className={cx('text-h2 font-bold', toneText[told.tone])}>
          {told.word}
        </h2>
        <p className="text-body text-text-2">
          {rollout.stateSentence}
          {lastDecision && (
            <>
              {' '}
              · <Time at={lastDecision.at} format="short" now={rollout.now} />
            </>
          )}
        </p>
      </header>
      <div className="measure num mt-2 flex flex-col gap-1 text-answer">
        <p>{told.sentence}</p>
        {told.why && <p className="text-body text-text-2">{told.why}</p>}
        <p>{told.next}</p>
      </div>
      <div ref={rowRef} className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <DecisionButtons rollout={rollout} verbs={verbs} />
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-dense text-text-2">
          <Why rollout={rollout} />
          {gates.length > 0 && (
            <span>
              {failing + waiting === 0
                ? `All ${gates.length} gates met`
                : [
                    failing ? `${failing} ${failing === 1 ? 'gate fails' : 'gates fail'}` : '',
                    waiting ? `${waiting} ${waiting === 1 ? 'waits' : 'wait'}` : '',
                  ]
                    .filter(Boolean)
                    .join(', ')}
            </span>
          )}
          {lastDecision && <span className="font-mono text-caption">DEC-{lastDecision.number}</span>}
        </p>
      </div>
      {!verbs.asking && (verbs.refusal || verbs.fault || verbs.phase === 'checking') && (
        <div className="mt-3">
          <DecisionAnswer rollout={rollout} verbs={verbs} />
        </div>
      )}
    </section>
  )
}
