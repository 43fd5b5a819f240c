'use client'
import { useState } from 'react'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Textarea } from '@/components/ui/field'
import { type FlagPlace } from '@/lib/flags/core/flag-detail'
import { servingWords } from '@/lib/flags/core/sentences'
import { plural } from '@/lib/kernel/format'
import { Answer } from './answer'
import { type FlagScreenProps } from './flag-screen-types'
import { type LiveRollout } from './shared-types'
import { useDeed } from './use-deed'
import { useHeldDeed } from './use-held-deed'

type Props = FlagScreenProps & { place: FlagPlace; live: LiveRollout | undefined; close: () => void }

/** Names environment, people and safe value once, because the wrong object is one key away here. */
export function StopDialog({ detail, place, people, live, deeds, close }: Props) {
  const sent = useDeed(deeds.stop)
  const [note, setNote] = useState('')
  const { key, defaultVariant, variants } = detail.definition
  const stop = async () => {
    const input = { key, environment: place.key, note }
    if (await sent.send(input, `Exposure of ${key} stopped in ${place.name}`)) close()
  }
  return (
    <ConfirmAction
      open
      onOpenChange={close}
      title={`Stop exposure of ${key} in ${place.name}?`}
      body={
        <>
          <p>
            Everyone in {place.name} gets <strong>{defaultVariant}</strong> (
            <code>{JSON.stringify(variants[defaultVariant])}</code>) at once, before every rule.
          </p>
          <p>
            {people
              ? `${plural(people.perDay, 'person', 'people')} met this flag here in the last day.`
              : 'How many people meet it here is not known: no exposure record came in the last day.'}
          </p>
          {live && <p>{live.name} keeps its state and serves nobody until exposure resumes here.</p>}
          <p>It stays stopped until somebody resumes it on this page, whatever a rollout does meanwhile.</p>
        </>
      }
      confirm="Stop exposure"
      cancel="Keep as is"
      look="danger"
      focusOn="confirm"
      pending={sent.isPending}
      onConfirm={() => void stop()}
    >
      <Note note={note} setNote={setNote} />
      <Answer sent={sent} />
    </ConfirmAction>
  )
}

/** The way up: says what comes back to whom, and asks. */
export function ResumeDialog({ detail, place, people, live, deeds, close }: Props) {
  const held = useHeldDeed({
    deed: deeds.resume,
    kind: 'resume',
    request: deeds.request,
    places: [place],
    now: detail.now,
  })
  const [note, setNote] = useState('')
  const { key } = detail.definition
  const { handStop: _, ...resumed } = place.targeting
  const resume = async () => {
    const input = { key, environment: place.key, expectedVersion: detail.version, note }
    if (await held.send(input, `Exposure of ${key} resumed in ${place.name}`)) close()
  }
  return (
    <ConfirmAction
      open
      onOpenChange={close}
      title={`Resume exposure of ${key} in ${place.name}?`}
      body={
        <>
          <p>
            Its rules answer again: <strong>{servingWords(resumed)}</strong>. The same people get the same as before the
            stop.
          </p>
          {people && <p>{plural(people.perDay, 'person', 'people')} met this flag here in the last day.</p>}
          {live && (
            <p>
              {live.name} serves {live.share}% again. {live.harm && `▲ Its verdict is ${live.harm}: look at it first.`}
            </p>
          )}
        </>
      }
      confirm={held.label('Resume exposure')}
      cancel="Keep it stopped"
      pending={held.isPending}
      disabledReason={held.reason}
      onConfirm={() => void resume()}
    >
      <Note note={note} setNote={setNote} />
      {held.hint && <p className="text-body">{held.hint}</p>}
      <Answer sent={held.sent} />
    </ConfirmAction>
  )
}

const Note = ({ note, setNote }: { note: string; setNote: (note: string) => void }) => (
  <Field label="Why" optional>
    {(described) => (
      <Textarea {...described} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
    )}
  </Field>
)
