'use client'
import { X } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useEffectEvent } from 'react'
import { buttonClass } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { Fact } from '@/components/ui/fact'
import { share } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { type RolloutRow } from '@/lib/rollouts/core/schema'
import { VerdictBadge } from './verdict-mark'

/** A look at one rollout without leaving the list: at its right, or from below on narrow screens. */
export function RolloutPeek({ row, close }: { row: RolloutRow; close: () => void }) {
  const escape = useEffectEvent(close)
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) escape()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
  const { next } = row
  return (
    <aside
      aria-label={`Peek: ${row.name}`}
      className="card flex flex-col gap-4 px-5 py-4 max-lg:fixed max-lg:inset-x-0 max-lg:bottom-(--tabs) max-lg:z-30 max-lg:max-h-[70dvh] max-lg:overflow-y-auto max-lg:rounded-b-none max-lg:shadow-float lg:sticky lg:top-16"
    >
      <header className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-h2 font-bold break-words">
            <span className="num font-normal text-text-3">{row.name}</span> {row.flag}
          </h2>
          <p className="text-body text-text-2">{row.environmentName}</p>
        </div>
        <button
          type="button"
          aria-label="Close the peek"
          onClick={close}
          className="touchable inline-flex size-9 items-center justify-center rounded-control text-text-2 hover:bg-sunken"
        >
          <X aria-hidden="true" size={20} strokeWidth={1.75} />
        </button>
      </header>
      <p className="text-answer">{row.stateSentence}.</p>
      <dl className="grid grid-cols-[6rem_1fr] gap-x-3 gap-y-1.5 text-body">
        <Fact name="Now">{row.weight === 0 ? 'Nobody has it' : `${share(row.weight)} of people`}</Fact>
        <Fact name="Next">{[next.weight === null ? '' : share(next.weight), next.when].filter(Boolean).join(' ')}</Fact>
        <Fact name="Stage">
          {row.stage === 0 ? `none of ${row.stagesTotal} yet` : `${row.stage} of ${row.stagesTotal}`}
        </Fact>
        <Fact name="Verdict">
          <VerdictBadge code={row.verdictCode} />
        </Fact>
        {row.gatesTotal > 0 && (
          <Fact name="Gates">
            {row.gatesMet} of {row.gatesTotal} met
          </Fact>
        )}
        {row.awaitingSince && (
          <Fact name="Approval">
            {row.awaitsViewer ? 'awaits you' : 'awaited'} since <Time at={row.awaitingSince} format="short" />
          </Fact>
        )}
        <Fact name="Owner">{row.owner || 'nobody'}</Fact>
      </dl>
      <Link href={paths.rollout(row.name)} className={buttonClass('secondary')}>
        Open {row.name}
      </Link>
    </aside>
  )
}
