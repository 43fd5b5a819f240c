'use client'
import { useEffect, useRef } from 'react'
import { useFreshness, useHeardAgeS } from '@/components/live/use-live'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { FaultState } from '@/components/ui/fault-state'
import { RefusalNote } from '@/components/ui/refusal-note'
import { Time } from '@/components/ui/time'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { lengthOf } from '@/lib/kernel/format-time'
import { paths } from '@/lib/kernel/paths'
import { type IncidentVerbs } from './use-incident'

type Props = { incident: IncidentView; verbs: IncidentVerbs }

/** What became of the last verb, and how old the page is when nothing is heard any more. */
export function IncidentAnswer({ incident, verbs }: Props) {
  const freshness = useFreshness()
  const ageS = useHeardAgeS()
  const answer = useRef<HTMLDivElement>(null)
  const said = verbs.refusal ?? verbs.fault
  // A button far down the page hears its no up here: it is brought into sight.
  useEffect(() => {
    if (said) answer.current?.scrollIntoView({ block: 'nearest' })
  }, [said])
  return (
    <div ref={answer} className="flex scroll-mt-16 flex-col gap-3 empty:hidden">
      {freshness === 'reconnecting' && (
        <Banner tone="warn">
          The connection is lost. This is from <Time at={incident.now} format="seconds" />
          {ageS !== null && ` (${lengthOf(ageS * 1000)} ago)`}. What you press is sent only once it is back, and says
          so.
        </Banner>
      )}
      {verbs.phase === 'checking' && (
        <p className="text-dense text-text-2">We don’t know yet if this was saved. Checking…</p>
      )}
      {verbs.fault && (
        <FaultState
          what={`Nothing is known to have changed: Soundings couldn’t be reached${verbs.fault.id ? ` (fault ${verbs.fault.id})` : ''}.`}
          still="Flags are still served as before. Asking again does nothing twice."
          id={verbs.fault.id}
          onRetry={verbs.retry}
          command={commandFor(incident)}
        />
      )}
      {verbs.refusal && (
        <RefusalNote
          refusal={verbs.refusal}
          actions={
            <Button size="small" onClick={verbs.reset}>
              Look again
            </Button>
          }
        />
      )}
    </div>
  )
}

/** Stop exposure without this page: for a shell with an admin key. */
function commandFor({ name }: IncidentView): string {
  const origin = typeof window === 'undefined' ? '' : window.location.origin
  const url = `${origin}${paths.api.incidentWord(name, 'stop-exposure')}`
  return `curl -sS -X POST '${url}' -H "Authorization: Bearer $SOUNDINGS_ADMIN_KEY" -H "Idempotency-Key: $(date +%s)-$$"`
}
