'use client'
import { AlarmClock, Clock, ClockAlert, Hourglass } from 'lucide-react'
import { type ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { Time } from '@/components/ui/time'
import { type ClockState, type DueView } from '@/lib/feedback/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { dueWords, isOwed, leadingClock } from './due-words'

const LOOK: Readonly<Record<ClockState, { Icon: typeof Clock; tone: string }>> = {
  'on-track': { Icon: Clock, tone: 'text-text-2' },
  'at-risk': { Icon: AlarmClock, tone: 'font-medium text-warn' },
  breached: { Icon: ClockAlert, tone: 'font-medium text-bad' },
  paused: { Icon: Hourglass, tone: 'text-text-2' },
  met: { Icon: Clock, tone: 'text-text-2' },
  missed: { Icon: ClockAlert, tone: 'text-bad' },
}

type Props = { due: DueView | null; now: Instant }

/** What is owed on a row and by when, in a few words behind a clock; on a phone only where it presses. */
export function DueChip({ due, now }: Props) {
  const lead = due && isOwed(due.state) ? leadingClock(due) : null
  if (!lead) return null
  const { state } = lead.clock
  return (
    <span className={state === 'on-track' ? 'inline-flex max-sm:hidden' : 'inline-flex'}>
      <Said state={state} words={dueWords('', lead.clock, now)} title={dueWords(lead.what, lead.clock, now)} />
    </span>
  )
}

/** Both clocks of an item, with their moments. */
export function DueLines({ due, now }: Props) {
  const clocks = [['Answer', due?.first] as const, ['Solution', due?.solve] as const]
  return clocks.map(
    ([what, clock]) =>
      clock && (
        <Said key={what} state={clock.state} words={dueWords(what, clock, now)}>
          {clock.dueAt && clock.metAt === null && (
            <span className="font-normal text-text-2">
              , <Time at={clock.dueAt} format="short" now={now} />
            </span>
          )}
        </Said>
      ),
  )
}

type SaidProps = { state: ClockState; words: string; title?: string; children?: ReactNode }
function Said({ state, words, title, children }: SaidProps) {
  const { Icon, tone } = LOOK[state]
  return (
    <span className={cx('num inline-flex items-center gap-1 whitespace-nowrap', tone)} data-due={state} title={title}>
      <Icon aria-hidden="true" size={14} strokeWidth={2} className="shrink-0" />
      <span>
        {words}
        {children}
      </span>
    </span>
  )
}
