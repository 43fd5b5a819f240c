'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { paths } from '@/lib/kernel/paths'
import { type Outcome, type Refusal } from '@/lib/kernel/result'
import { type DraftCheck, type DraftProblem, type RolloutView } from '@/lib/rollouts/core/schema'
import { type DraftActions } from './types'
import { type Draft } from './use-draft'

type What = 'keep' | 'ask' | 'start'
type Given = {
  draft: Draft
  actions: DraftActions
  problems: readonly DraftProblem[]
  check: DraftCheck | undefined
  /** RO-142, when the draft writes one anew. */
  rewrites: string | null
}

/**
 * From what was written to a rollout: kept as a draft, sent for approval, or started. What is wrong is said on top and
 * nothing is sent; a no after the rollout was made leaves it as a draft, and says so.
 */
export function useSubmit({ draft, actions, problems, check, rewrites }: Given) {
  const router = useRouter()
  const [asked, setAsked] = useState(0)
  const [pending, setPending] = useState<What | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [made, setMade] = useState<string | null>(null)
  const [fault, setFault] = useState(false)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)

  const first = draft.form.stages[0]
  const asks = (first?.disciplines.length ?? 0) > 0 || signOffsMissing(check)
  const cautions = (check?.readiness ?? [])
    .filter(({ state }) => state === 'caution')
    .map(({ label, value }) => `${label}: ${value}`)
  const blocking = (check?.readiness ?? []).filter(({ state, key }) => state === 'block' && key !== 'sign-offs')
  const needsReason = cautions.length > 0 && !asks

  const run = async (what: What): Promise<Refusal | null> => {
    const kept = await draft.flush()
    if (!kept) return null
    const finished = await actions.finish({
      draftId: kept.id,
      expectedVersion: kept.version,
      idempotencyKey: crypto.randomUUID(),
    })
    if (!finished.ok) return finished
    const { id: rolloutId, version: expectedVersion, name } = finished.value
    setMade(name)
    const more = {
      rolloutId,
      expectedVersion,
      idempotencyKey: crypto.randomUUID(),
      ...(text.trim() && { note: text.trim() }),
    }
    const decided: Outcome<RolloutView> =
      what === 'keep' ? finished : await (what === 'ask' ? actions.requestApproval(more) : actions.start(more))
    if (!decided.ok) return decided
    router.push(paths.rollout(name))
    return null
  }

  const send = async (what: What) => {
    if (made !== null) {
      router.push(paths.rollout(made)) // what was written is a rollout already: it goes on there
      return
    }
    setRefusal(null)
    setFault(false)
    setTried(true)
    if (problems.length > 0 || check === undefined) {
      setAsked((n) => n + 1)
      return
    }
    if (what === 'start' && needsReason && text.trim() === '') return
    setPending(what)
    try {
      setRefusal(await run(what))
    } catch {
      setFault(true) // no answer: whether it was saved is open
    }
    setPending(null)
  }

  const why = blocking.map(({ label, value }) => `${label}: ${value}`).join('. ')
  const primary: What = rewrites ? 'keep' : asks ? 'ask' : 'start'
  const words: Record<What, string> = {
    keep: rewrites ? `Save ${rewrites}` : 'Keep as a draft',
    ask: 'Request approval',
    start: needsReason ? 'Start anyway' : 'Start',
  }
  return {
    asked,
    refusal,
    made,
    fault,
    reason: needsReason
      ? { text, set: setText, error: tried && text.trim() === '' ? 'A reason is required to start.' : null, cautions }
      : null,
    buttons: (
      <>
        <Button
          look="primary"
          pending={pending === primary}
          disabledReason={primary === 'start' && why ? `Start is blocked. ${why}` : null}
          onClick={() => void send(primary)}
        >
          {words[primary]}
        </Button>
        {primary !== 'keep' && (
          <Button pending={pending === 'keep'} onClick={() => void send('keep')}>
            {words.keep}
          </Button>
        )}
      </>
    ),
  }
}

/** The environment may ask for sign-offs that no stage names. */
const signOffsMissing = (check: DraftCheck | undefined): boolean =>
  check?.readiness.some(({ key, state }) => key === 'sign-offs' && state === 'block') ?? false

export type Submit = ReturnType<typeof useSubmit>
