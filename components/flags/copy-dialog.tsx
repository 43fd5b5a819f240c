'use client'
import { useState } from 'react'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Select, Textarea } from '@/components/ui/field'
import { targetingDiff } from '@/lib/flags/core/diff-sentences'
import { type FlagPlace } from '@/lib/flags/core/flag-detail'
import { opensStratum } from '@/lib/flags/core/opens-stratum'
import { withRulesOf } from '@/lib/flags/core/rules-of'
import { Answer } from './answer'
import { DiffList } from './diff-list'
import { type FlagScreenProps } from './flag-screen-types'
import { StratumWarning } from './stratum-warning'
import { useHeldDeed } from './use-held-deed'

/** Rules of this environment for another one, with the difference first. */
export function CopyDialog({
  detail,
  place,
  rollouts,
  deeds,
  close,
}: FlagScreenProps & { place: FlagPlace; close: () => void }) {
  const others = detail.environments.filter(({ key }) => key !== place.key)
  const [to, setTo] = useState(others[0]?.key ?? '')
  const [note, setNote] = useState('')
  const target = others.find(({ key }) => key === to)
  const after = target && withRulesOf(target.targeting, place.targeting)
  const lines = after ? targetingDiff(target.targeting, after) : []
  const live = rollouts.find(({ environment }) => environment === target?.key)
  const held = useHeldDeed({
    deed: deeds.copy,
    kind: 'copy-rules',
    request: deeds.request,
    places: target ? [target] : [],
    now: detail.now,
  })
  const isSame = lines.every(({ kind }) => kind === 'same')
  const { key } = detail.definition
  const save = async () => {
    const input = { key, from: place.key, to, expectedVersion: detail.version, note }
    if (await held.send(input, `Rules copied to ${target?.name ?? to}`)) close()
  }
  return (
    <ConfirmAction
      open
      onOpenChange={close}
      title={`Copy the rules of ${place.name}?`}
      body={<p>They replace the rules of the other environment. Its live rollout and stops stay where they are.</p>}
      confirm={held.label(`Copy to ${target?.name ?? '…'}`)}
      cancel="Keep as is"
      pending={held.isPending}
      disabledReason={isSame ? 'Both serve alike already.' : held.reason}
      onConfirm={() => void save()}
    >
      <Field label="To">
        {(described) => (
          <Select {...described} value={to} onChange={(event) => setTo(event.target.value)}>
            {others.map((other) => (
              <option key={other.key} value={other.key}>
                {other.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <DiffList label={`What changes in ${target?.name ?? to}`} lines={lines} />
      {live && after && opensStratum(target.targeting, after) && <StratumWarning live={[live]} />}
      {held.hint && <p className="text-body">{held.hint}</p>}
      <Field label="Why" optional>
        {(described) => (
          <Textarea {...described} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      <Answer sent={held.sent} />
    </ConfirmAction>
  )
}
