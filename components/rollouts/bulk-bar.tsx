'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAnnounce } from '@/components/ui/announcer'
import { BulkResult } from '@/components/ui/bulk-result'
import { Button } from '@/components/ui/button'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { plural } from '@/lib/kernel/format'
import { type Outcome } from '@/lib/kernel/result'
import { rolloutKeys } from '@/lib/rollouts/client/queries'
import { type RolloutRow, type RolloutView } from '@/lib/rollouts/core/schema'
import { abandonable, pausable } from './bulk'

export type BulkActions = Record<'pause' | 'abandon', (input: unknown) => Promise<Outcome<RolloutView>>>
type Props = { chosen: readonly RolloutRow[]; clear: () => void; actions: BulkActions }
type Done = { verb: 'paused' | 'abandoned'; done: string[]; refused: { name: string; message: string }[] }

/**
 * The same verb for all selected rollouts, each judged by itself. Pause acts at once, as everywhere; what nobody ever had
 * is abandoned after it was asked once.
 */
export function BulkBar({ chosen, clear, actions }: Props) {
  const client = useQueryClient()
  const announce = useAnnounce()
  const [result, setResult] = useState<Done | null>(null)
  const [pending, setPending] = useState<Done['verb'] | null>(null)
  const [isAsking, ask] = useState(false)
  const [running, drafts] = [chosen.filter(pausable), chosen.filter(abandonable)]
  const act = async (verb: Done['verb'], rows: readonly RolloutRow[]) => {
    setPending(verb)
    const said: Done = { verb, done: [], refused: [] }
    // One after the other: each answer counts by itself, and a fault of one leaves the others as they were.
    for (const { id, name, version } of rows) {
      const input = { rolloutId: id, idempotencyKey: crypto.randomUUID() }
      const send = verb === 'paused' ? actions.pause(input) : actions.abandon({ ...input, expectedVersion: version })
      const outcome = await send.catch(() => null)
      if (outcome?.ok) said.done.push(name)
      else said.refused.push({ name, message: outcome?.message ?? 'Soundings couldn’t be reached; look at it' })
    }
    setPending(null)
    ask(false)
    setResult(said)
    announce(
      'polite',
      `${said.done.length} ${verb}${said.refused.length > 0 ? `, ${said.refused.length} as they were` : ''}`,
    )
    clear()
    await client.invalidateQueries({ queryKey: rolloutKeys.list() })
  }
  return (
    <div className="flex flex-col gap-2">
      {chosen.length > 0 && (
        <div role="toolbar" aria-label="Selected rollouts" className="card flex flex-wrap items-center gap-2 px-4 py-2">
          <span className="num text-body font-medium">{chosen.length} selected</span>
          <Button
            size="small"
            pending={pending === 'paused'}
            disabledReason={running.length === 0 ? 'None of them is under way.' : null}
            onClick={() => void act('paused', running)}
          >
            Pause{running.length > 0 && ` ${running.length}`}
          </Button>
          <Button
            size="small"
            disabledReason={
              drafts.length === 0 ? 'Only what nobody ever had is abandoned. Roll back the others.' : null
            }
            onClick={() => ask(true)}
          >
            Abandon{drafts.length > 0 && ` ${drafts.length}`}…
          </Button>
          <Button size="small" look="quiet" onClick={clear}>
            Select none
          </Button>
        </div>
      )}
      {result && <BulkResult said={saidOf(result)} refused={result.refused} onClose={() => setResult(null)} />}
      {isAsking && (
        <ConfirmAction
          open
          onOpenChange={() => ask(false)}
          title={`Abandon ${plural(drafts.length, 'rollout', 'rollouts')}?`}
          body={
            <p>
              {drafts.map(({ name }) => name).join(', ')} end before anyone had them. New ones can be started later.
            </p>
          }
          confirm="Abandon"
          cancel="Keep them"
          pending={pending === 'abandoned'}
          onConfirm={() => void act('abandoned', drafts)}
        />
      )}
    </div>
  )
}

function saidOf({ verb, done }: Done): string {
  if (done.length === 0) return `0 ${verb}`
  const stay = verb === 'paused' ? '. Their shares stay where they are' : ''
  return `${done.length} ${verb}: ${done.join(', ')}${stay}`
}
