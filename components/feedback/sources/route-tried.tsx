'use client'
import Link from 'next/link'
import { useState } from 'react'
import { useAction } from '@/components/live/use-action'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys } from '@/lib/feedback/client/queries'
import { type RouteDryRun } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { type Member } from '../inbox/asking'
import { type SourceActions } from './actions'
import { dryRunWords } from './route-draft'

type Props = { found: RouteDryRun; to: Member | null; reason: string | null; actions: SourceActions }

/** What a route would have met, and the offer to give away now what waits: an act like any other, audited and undoable. */
export function RouteTried({ found, to, reason, actions }: Props) {
  const give = useAction(actions.bulk, feedbackKeys.all)
  const back = useAction(actions.undo, feedbackKeys.all)
  const [given, setGiven] = useState<{ actId: string; done: number } | null>(null)
  const { unowned, examples } = found
  const backfill = async () => {
    if (!to) return
    const outcome = await give.send({ ids: unowned, act: { verb: 'assign', assigneeId: to.id } })
    if (outcome?.ok) setGiven({ actId: outcome.value.actId, done: outcome.value.done })
  }
  const undo = async () => {
    if (!given) return
    const outcome = await back.send({ actId: given.actId })
    if (outcome?.ok) setGiven(null)
  }
  return (
    <output className="block w-full">
      <Banner
        tone="info"
        actions={
          given ? (
            <Button size="small" pending={back.isPending} onClick={() => void undo()}>
              Undo
            </Button>
          ) : (
            to &&
            unowned.length > 0 && (
              <Button size="small" disabledReason={reason} pending={give.isPending} onClick={() => void backfill()}>
                Give {plural(unowned.length, 'item', 'items')} to {to.name} now
              </Button>
            )
          )
        }
      >
        {dryRunWords(found)}{' '}
        {given
          ? `${plural(given.done, 'item is', 'items are')} ${to?.name ?? 'somebody'}’s now.`
          : unowned.length > 0
            ? `${plural(unowned.length, 'item', 'items')} of them ${unowned.length === 1 ? 'waits' : 'wait'} in the inbox and nobody owns ${unowned.length === 1 ? 'it' : 'them'}.`
            : 'None of them waits without an owner.'}
        <ul className="pt-1 text-dense">
          {examples.map(({ id, name, excerpt }) => (
            <li key={id} className="truncate">
              <Link href={paths.feedbackItem(name)} prefetch={false} className="num underline">
                {name}
              </Link>{' '}
              {excerpt}
            </li>
          ))}
        </ul>
      </Banner>
      {give.refusal && <RefusalNote refusal={give.refusal} />}
      {back.refusal && <RefusalNote refusal={back.refusal} />}
    </output>
  )
}
