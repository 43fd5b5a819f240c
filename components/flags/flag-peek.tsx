'use client'
import { X } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useEffectEvent } from 'react'
import { buttonClass } from '@/components/ui/button'
import { Fact } from '@/components/ui/fact'
import { type FlagRow, isOwnerless } from '@/lib/flags/core/flag-row'
import { LIFECYCLE_WORDS } from '@/lib/flags/core/lifecycle'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { ServingCell } from './serving-cell'
import { type LiveRollout } from './shared-types'
import { endsWords, KIND_WORDS, seenWords } from './words'

type Props = {
  row: FlagRow
  environments: readonly { key: string; name: string }[]
  rollouts: ReadonlyMap<string, LiveRollout>
  now: Instant
  close: () => void
}

/** A look at one flag without leaving the list: at its right, or from below on narrow screens. */
export function FlagPeek({ row, environments, rollouts, now, close }: Props) {
  const escape = useEffectEvent(close)
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) escape()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
  const ends = endsWords(row.endsOn, now)
  return (
    <aside
      aria-label={`Peek: ${row.key}`}
      className="card flex flex-col gap-4 px-5 py-4 max-lg:fixed max-lg:inset-x-0 max-lg:bottom-(--tabs) max-lg:z-30 max-lg:max-h-[70dvh] max-lg:overflow-y-auto max-lg:rounded-b-none max-lg:shadow-float lg:sticky lg:top-16"
    >
      <header className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-h2 font-bold break-words">{row.key}</h2>
          <p className="text-body text-text-2">{row.name || KIND_WORDS[row.kind]}</p>
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
      {row.purpose && <p className="text-body">{row.purpose}</p>}
      <dl className="grid grid-cols-[7rem_1fr] gap-x-3 gap-y-1.5 text-body">
        <Fact name="Owner">{isOwnerless(row) ? 'nobody: give it one' : row.owner}</Fact>
        <Fact name="Lifecycle">
          {LIFECYCLE_WORDS[row.lifecycle.state]}. <span className="text-text-2">{row.lifecycle.why}</span>
        </Fact>
        {ends && (
          <Fact name="Removes by">
            {row.endsOn} ({ends})
          </Fact>
        )}
        <Fact name="Last seen">{seenWords(row.seenAt, now)}</Fact>
        {row.tags.length > 0 && <Fact name="Tags">{row.tags.join(', ')}</Fact>}
        {row.namingFault && <Fact name="Name">{row.namingFault}</Fact>}
        {row.environments.map((cell) => (
          <Fact key={cell.key} name={environments.find(({ key }) => key === cell.key)?.name ?? cell.key}>
            <ServingCell cell={cell} rollout={rollouts.get(cell.rolloutId ?? '')} />
          </Fact>
        ))}
      </dl>
      <Link href={paths.flag(row.key)} className={buttonClass('secondary')}>
        Open {row.key}
      </Link>
    </aside>
  )
}
