'use client'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { Banner } from '@/components/ui/banner'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { ConfirmStop } from './confirm-stop'
import { IncidentAnswer } from './incident-answer'
import { stopFields } from './stop-fields'
import { type IncidentActions, useIncidentVerbs } from './use-incident'

type Props = {
  incident: IncidentView
  actions: IncidentActions
  close: () => void
  /** Leads to the page of the incident, where the count of clients and Undo are. */
  open: () => void
}

/** Stop exposure from any page: named first, then the proof is shown where it belongs. */
export function StripStop({ incident, actions, close, open }: Props) {
  const verbs = useIncidentVerbs(incident, actions)
  const { cause } = incident
  const reason = whyNot(incident)
  if (!cause || reason) {
    return (
      <ConfirmAction
        open
        onOpenChange={close}
        title={`${incident.name}: nothing to stop`}
        body={<p>{reason}</p>}
        confirm={`Open ${incident.name}`}
        cancel="Stay here"
        focusOn="confirm"
        onConfirm={open}
      />
    )
  }
  const stop = async () => {
    const { back: _, ...input } = stopFields(incident, cause)
    if (!(await verbs.sendRaw(input, 'Exposure stopped'))) return
    close()
    open()
  }
  return (
    <ConfirmStop cause={cause} pending={verbs.pending !== null} onStop={() => void stop()} close={close}>
      <Banner tone="info">
        {incident.name}: {cause.sentence}
      </Banner>
      <IncidentAnswer incident={incident} verbs={verbs} />
    </ConfirmStop>
  )
}

function whyNot({ cause }: IncidentView): string | null {
  if (!cause) return 'No rollout or flag is suspected, so there is nothing to stop. Link the rollout that you suspect.'
  if (cause.stopped) return `Exposure is stopped already, by ${cause.stopped.by}.`
  return cause.stop.enabled ? null : (cause.stop.reason ?? 'This is not possible now.')
}
