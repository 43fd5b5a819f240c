'use client'
import { useState } from 'react'
import { Card } from '@/components/rollouts/card'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { type IncidentView, type SuspectView } from '@/lib/incidents/core/schema'
import { type IncidentActions, type IncidentVerbs } from './use-incident'
import { textOf, VerbForm } from './verb-form'

type Props = { incident: IncidentView; verbs: IncidentVerbs; actions: IncidentActions }

/** What may have caused it, the most likely first, each with its reasons; people confirm and rule out. */
export function SuspectsCard({ incident, verbs, actions }: Props) {
  const { suspects } = incident
  return (
    <Card title="Suspects" aside={suspects.length > 0 ? 'ranked by time, contrast and service' : undefined}>
      {suspects.length === 0 && (
        <p className="text-body text-text-2">Nothing changed in the two hours before the impact began.</p>
      )}
      <ol className="flex flex-col divide-y divide-line">
        {suspects.slice(0, FIRST).map((suspect) => (
          <Suspect key={suspect.id} suspect={suspect} incident={incident} verbs={verbs} actions={actions} />
        ))}
      </ol>
      {suspects.length > FIRST && (
        <details>
          <summary className="touchable py-1 text-dense font-medium">
            {suspects.length - FIRST} more, less likely
          </summary>
          <ol start={FIRST + 1} className="flex flex-col divide-y divide-line">
            {suspects.slice(FIRST).map((suspect) => (
              <Suspect key={suspect.id} suspect={suspect} incident={incident} verbs={verbs} actions={actions} />
            ))}
          </ol>
        </details>
      )}
    </Card>
  )
}

/** More than three at once are no help at night. */
const FIRST = 3

const WORDS = { open: '', confirmed: 'Confirmed as the cause', ruled_out: 'Ruled out' } as const

function Suspect({ suspect, incident, verbs, actions }: Props & { suspect: SuspectView }) {
  const [asking, ask] = useState(false)
  const { respond } = incident.may
  const judge = (verdict: SuspectView['state'], reason: string) => {
    const said = verdict === 'open' ? `${suspect.title} is a suspect again` : `${WORDS[verdict]}: ${suspect.title}`
    void verbs.send('suspect', { suspectId: suspect.id, verdict, reason }, said).then((done) => done && ask(false))
  }
  const stops = incident.cause?.suspectId === suspect.id
  return (
    <li className="flex flex-col gap-1 py-3" data-state={suspect.state}>
      <p className="text-body font-medium">
        {suspect.title}{' '}
        <span className="font-normal text-text-2">
          changed <Time at={suspect.changedAt} format="short" now={incident.now} />
          {stops && ' · X stops this one'}
        </span>
      </p>
      {suspect.state !== 'open' && (
        <p className="text-dense font-medium">
          {WORDS[suspect.state]}
          {suspect.by && ` by ${suspect.by}`}
          {suspect.reason && `: ${suspect.reason}`}
        </p>
      )}
      <p className="measure text-dense text-text-2">{suspect.reasons.join(' ')}</p>
      <div className="flex flex-wrap gap-2">
        {suspect.state === 'open' ? (
          <>
            <Button size="small" disabledReason={respond.reason} onClick={() => judge('confirmed', '')}>
              Confirm as cause
            </Button>
            <Button size="small" look="quiet" disabledReason={respond.reason} onClick={() => ask(!asking)}>
              Rule out…
            </Button>
          </>
        ) : (
          <Button size="small" look="quiet" disabledReason={respond.reason} onClick={() => judge('open', '')}>
            Suspect again
          </Button>
        )}
      </div>
      {asking && (
        <VerbForm
          actions={actions}
          fields={{
            word: 'suspect',
            incidentId: incident.id,
            suspectId: suspect.id,
            verdict: 'ruled_out',
            back: incident.name,
          }}
          onSend={(form) => judge('ruled_out', textOf(form, 'reason'))}
          className="flex flex-wrap items-end gap-2"
        >
          <Field label="Why it is not the cause">
            {(described) => <Input {...described} name="reason" required maxLength={1000} />}
          </Field>
          <Button type="submit" pending={verbs.pending === 'suspect'}>
            Rule out
          </Button>
        </VerbForm>
      )}
    </li>
  )
}
