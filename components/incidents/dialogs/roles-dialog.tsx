'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Select } from '@/components/ui/field'
import { useRoom } from '@/components/shell/viewer'
import { membersQuery } from '@/lib/incidents/client/pickers'
import { type IncidentRole } from '@/lib/incidents/core/schema'
import { ROLES, roleWords } from '../role-words'
import { DialogForm, Frame } from './frame'
import { type DialogProps } from './incident-dialogs'

/** Who leads, who tells the others, who writes down, who helps. There is one lead; the others may be several. */
export function RolesDialog({ seen, incident, verbs, close }: DialogProps) {
  const { viewer } = useRoom()
  const members = useQuery(membersQuery())
  const [role, setRole] = useState<IncidentRole>(seen.lead ? 'comms' : 'lead')
  const [userId, setUserId] = useState(viewer.id)
  const busy = verbs.pending !== null
  const { respond } = incident.may
  const give = () => {
    // Whom one replaces as lead is said as it was seen: somebody who came meanwhile is not replaced unseen.
    const replaces = role === 'lead' && seen.lead ? { replaces: seen.lead.id } : {}
    const name = members.data?.find(({ id }) => id === userId)?.name ?? 'You'
    void verbs
      .send('assign', { role, userId, ...replaces }, `${name}: ${roleWords(role)}`)
      .then((done) => (done ? close() : undefined))
  }
  const held = [
    ...(incident.lead ? [{ role: 'lead' as const, userId: incident.lead.id, name: incident.lead.name }] : []),
    ...incident.roles.filter((each) => each.role !== 'lead'),
  ]
  return (
    <Frame title={`Roles in ${incident.name}`} incident={incident} verbs={verbs} close={close}>
      {held.length === 0 && <p className="text-body text-text-2">Nobody has a role yet.</p>}
      <ul aria-label="Roles now" className="flex flex-col divide-y divide-line">
        {held.map((each) => (
          <li key={`${each.role} ${each.userId}`} className="flex items-center gap-3 py-1.5 text-body">
            <span className="min-w-0 flex-1">
              <strong>{roleWords(each.role)}</strong> {each.name}
            </span>
            <Button
              size="small"
              look="quiet"
              pending={busy}
              disabledReason={respond.reason}
              aria-label={
                each.userId === viewer.id
                  ? `Leave ${roleWords(each.role)}`
                  : `Take ${roleWords(each.role)} from ${each.name}`
              }
              onClick={() =>
                void verbs.send(
                  'assign',
                  { role: each.role, userId: each.userId, leave: true },
                  `${each.name} is no longer ${roleWords(each.role)}`,
                )
              }
            >
              {each.userId === viewer.id ? 'Leave' : 'Take away'}
            </Button>
          </li>
        ))}
      </ul>
      {members.isError && (
        <p className="text-body">The members could not be read. You can still take a role yourself.</p>
      )}
      <DialogForm send="Give role" pending={busy} disabledReason={respond.reason} onSend={give} close={close}>
        <Field label="Role">
          {(described) => (
            <Select {...described} value={role} onChange={(event) => setRole(event.target.value as IncidentRole)}>
              {ROLES.map(({ role: each, label, about }) => (
                <option key={each} value={each}>
                  {label}: {about}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Who"
          hint={role === 'lead' && seen.lead ? `Takes over from ${seen.lead.name}, who is told.` : undefined}
        >
          {(described) => (
            <Select {...described} value={userId} onChange={(event) => setUserId(event.target.value)}>
              <option value={viewer.id}>{viewer.name} (you)</option>
              {(members.data ?? [])
                .filter(({ id }) => id !== viewer.id)
                .map(({ id, name, role: right }) => (
                  <option key={id} value={id}>
                    {name} ({right})
                  </option>
                ))}
            </Select>
          )}
        </Field>
      </DialogForm>
    </Frame>
  )
}
