'use client'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Field, Input } from '@/components/ui/field'
import { rolloutsQuery } from '@/lib/incidents/client/pickers'
import { Choice } from './choice'
import { DialogForm, Frame } from './frame'
import { type DialogProps } from './incident-dialogs'

/** The rollout that one suspects: its rows join the timeline, and X can stop it. */
export function LinkDialog({ seen, incident, verbs, close }: DialogProps) {
  const [words, setWords] = useState('')
  const [chosen, choose] = useState<string | null>(null)
  const read = useQuery(rolloutsQuery(useDeferredValue(words)))
  const linked = new Set(seen.rollouts.map(({ name }) => name))
  const here = (read.data ?? []).filter(
    ({ name, environmentName }) =>
      !linked.has(name) && (seen.environmentName === null || environmentName === seen.environmentName),
  )
  const send = () =>
    void verbs
      .send('link-rollout', { rollout: chosen }, `${chosen} is linked`)
      .then((done) => (done ? close() : undefined))
  return (
    <Frame
      title={`Link a rollout to ${seen.name}`}
      description={seen.environmentName ? `Rollouts of ${seen.environmentName}.` : undefined}
      incident={incident}
      verbs={verbs}
      close={close}
    >
      <Field label="Flag or name" optional>
        {(described) => (
          <Input
            {...described}
            type="search"
            value={words}
            maxLength={100}
            placeholder="checkout-v2 or RO-142"
            onChange={(event) => setWords(event.target.value)}
          />
        )}
      </Field>
      <DialogForm
        send={chosen ? `Link ${chosen}` : 'Link'}
        pending={verbs.pending !== null}
        disabledReason={chosen ? null : 'Choose a rollout first'}
        onSend={send}
        close={close}
      >
        <fieldset className="flex max-h-72 flex-col overflow-y-auto">
          <legend className="mb-1 text-body font-medium">Rollout</legend>
          {read.isPending && <p className="text-body text-text-2">Reading…</p>}
          {read.isError && <p className="text-body">The rollouts could not be read. Nothing changed.</p>}
          {read.data && here.length === 0 && <p className="text-body text-text-2">No other rollout here matches.</p>}
          {here.map(({ name, flag, stateSentence }) => (
            <Choice key={name} name="rollout" value={name} chosen={chosen === name} onChoose={() => choose(name)}>
              <span className="num text-text-3">{name}</span> {flag}
              <span className="block text-dense text-text-2">{stateSentence}</span>
            </Choice>
          ))}
        </fieldset>
      </DialogForm>
    </Frame>
  )
}
