'use client'
import { useState } from 'react'
import { Card } from '@/components/rollouts/card'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { type Asked } from './dialogs/asked'
import { type IncidentActions, type IncidentVerbs } from './use-incident'
import { textOf, VerbForm } from './verb-form'

type FormProps = { incident: IncidentView; verbs: IncidentVerbs; actions: IncidentActions }
type Props = FormProps & { ask: (asked: Asked) => void }

/** Where the incident is, how bad, and since when what was so. */
export function StateCard({ incident, verbs, actions, ask }: Props) {
  const { respond } = incident.may
  const seen = { incidentId: incident.id, expectedVersion: incident.version, back: incident.name }
  return (
    <Card title="State" aside={incident.stateSentence}>
      {incident.states.length > 0 && <MoveForm incident={incident} verbs={verbs} actions={actions} />}
      <VerbForm
        key={incident.severity}
        actions={actions}
        fields={{ word: 'severity', ...seen }}
        onSend={(form) => {
          const severity = textOf(form, 'severity')
          void verbs.send('severity', { severity, expectedVersion: incident.version }, `Now ${severity}`)
        }}
        className="mt-3 flex flex-wrap items-end gap-2"
      >
        <Field label="Severity">
          {(described) => (
            <Select {...described} name="severity" defaultValue={incident.severity} className="w-64">
              <option value="SEV1">SEV1: money, data or safety</option>
              <option value="SEV2">SEV2: a main journey</option>
              <option value="SEV3">SEV3: degraded</option>
              <option value="SEV4">SEV4: minor</option>
            </Select>
          )}
        </Field>
        <Button type="submit" disabledReason={respond.reason} pending={verbs.pending === 'severity'}>
          Set severity
        </Button>
      </VerbForm>
      <h3 className="mt-4 mb-1 text-body font-bold">Milestones</h3>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1 text-dense">
        {incident.milestones.map(({ kind, label, at, between }) => (
          <div key={kind} className="contents">
            <dt className="text-text-2">{label}</dt>
            <dd className="num flex flex-wrap items-center justify-between gap-x-2">
              <span>
                {at ? <Time at={at} format="dated" now={incident.now} /> : '—'}
                {between && (
                  <span className="block text-caption text-text-2">
                    between <Time at={between.from} format="clock" now={incident.now} /> and{' '}
                    <Time at={between.to} format="clock" now={incident.now} />
                  </span>
                )}
              </span>
              <Button
                size="small"
                look="quiet"
                disabledReason={respond.reason}
                aria-label={`Set ${label.toLowerCase()}…`}
                onClick={() => ask({ kind: 'milestone', milestone: kind })}
              >
                Set…
              </Button>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function MoveForm({ incident, verbs, actions }: FormProps) {
  const usual = incident.states.find(({ to }) => to === 'resolved') ?? incident.states[0]
  const [to, setTo] = useState(usual?.to ?? '')
  const chosen = incident.states.find((each) => each.to === to) ?? usual
  const { respond } = incident.may
  return (
    <VerbForm
      actions={actions}
      fields={{ word: 'state', incidentId: incident.id, expectedVersion: incident.version, back: incident.name }}
      onSend={(form) => {
        const input = { to: textOf(form, 'to'), reason: textOf(form, 'reason'), expectedVersion: incident.version }
        void verbs.send('state', input, chosen?.label ?? 'Changed')
      }}
      className="flex flex-wrap items-end gap-2"
    >
      <Field label="Next">
        {(described) => (
          <Select
            {...described}
            name="to"
            value={chosen?.to}
            onChange={(event) => setTo(event.target.value)}
            className="w-48"
          >
            {incident.states.map((each) => (
              <option key={each.to} value={each.to}>
                {each.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Reason" optional={!chosen?.needsReason}>
        {(described) => <Input {...described} name="reason" required={chosen?.needsReason ?? false} maxLength={1000} />}
      </Field>
      <Button type="submit" disabledReason={respond.reason} pending={verbs.pending === 'state'}>
        {chosen?.label ?? 'Set'}
      </Button>
    </VerbForm>
  )
}
