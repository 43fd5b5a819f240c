'use client'
import { Button } from '@/components/ui/button'
import { FaultState } from '@/components/ui/fault-state'
import { RefusalNote } from '@/components/ui/refusal-note'
import { paths } from '@/lib/kernel/paths'
import { type RolloutView } from '@/lib/rollouts/core/schema'
import { type Verbs } from './use-verbs'

/** What became of the last decision, beside the button that sent it. Silent when it was a yes: the page shows that. */
export function DecisionAnswer({ rollout, verbs }: { rollout: RolloutView; verbs: Verbs }) {
  if (verbs.phase === 'checking') {
    return <p className="text-dense text-text-2">We don’t know yet if this was saved. Checking…</p>
  }
  if (verbs.fault) {
    return (
      <FaultState
        what={`Nothing is known to have changed: Soundings couldn’t be reached${verbs.fault.id ? ` (fault ${verbs.fault.id})` : ''}.`}
        still="Flags are still served as before. Asking again does nothing twice."
        id={verbs.fault.id}
        onRetry={verbs.retry}
        command={verbs.last ? commandFor(rollout, verbs.last) : undefined}
      />
    )
  }
  if (!verbs.refusal) return null
  const { remedy, ...refusal } = verbs.refusal
  // That one is the button.
  const told = remedy === undefined || remedy === 'Look again' ? refusal : { ...refusal, remedy }
  return (
    <RefusalNote
      refusal={told}
      actions={
        refusal.code === 'not-signed-in' ? (
          <a
            href={paths.signIn(paths.rollout(rollout.name))}
            className="text-body text-accent underline underline-offset-2"
          >
            Sign in
          </a>
        ) : (
          <Button size="small" onClick={verbs.lookAgain}>
            Look again
          </Button>
        )
      }
    />
  )
}

/** The same decision without this page: for a shell with an admin key. */
export function commandFor(rollout: RolloutView, verb: string): string {
  const origin = typeof window === 'undefined' ? '' : window.location.origin
  const url = `${origin}${paths.api.rolloutVerb(rollout.name, verb)}`
  return `curl -sS -X POST '${url}' -H "Authorization: Bearer $SOUNDINGS_ADMIN_KEY" -H 'Content-Type: application/json' -H "Idempotency-Key: $(date +%s)-$$" -d '{"expectedVersion":${rollout.version}}'`
}
