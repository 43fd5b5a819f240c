'use client'
import { useEffect, useEffectEvent, useState } from 'react'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Textarea } from '@/components/ui/field'
import { targetingDiff } from '@/lib/flags/core/diff-sentences'
import { type ChangeEstimate } from '@/lib/flags/core/estimate'
import { type FlagPlace } from '@/lib/flags/core/flag-detail'
import { opensStratum } from '@/lib/flags/core/opens-stratum'
import { type FlagTargeting } from '@/lib/flags/core/schema'
import { plural } from '@/lib/kernel/format'
import { Answer } from './answer'
import { DiffList } from './diff-list'
import { type Draft, type FlagScreenProps } from './flag-screen-types'
import { plainRules } from './grouping'
import { type LiveRollout } from './shared-types'
import { StratumWarning } from './stratum-warning'
import { useHeldDeed } from './use-held-deed'

type Props = FlagScreenProps & {
  place: FlagPlace
  live: LiveRollout | undefined
  draft: Draft
  close: () => void
  onSaved: () => void
}

/** What changes, in sentences and in people, before it is saved as the next version. */
export function SaveRules({ detail, place, live, draft, deeds, close, onSaved }: Props) {
  const [note, setNote] = useState('')
  const wanted = { ...draft, rules: plainRules(draft.rules) }
  const after: FlagTargeting = { ...place.targeting, ...wanted }
  const lines = targetingDiff(place.targeting, after)
  const isSame = lines.every(({ kind }) => kind === 'same')
  const { key } = detail.definition
  const held = useHeldDeed({ deed: deeds.edit, kind: 'edit', request: deeds.request, places: [place], now: detail.now })
  const save = async () => {
    const input = { key, expectedVersion: detail.version, note, environments: { [place.key]: wanted } }
    const saved = await held.send(input, `Rules of ${key} saved as version ${detail.version + 1}`)
    if (saved) {
      close()
      onSaved()
    }
  }
  return (
    <ConfirmAction
      open
      onOpenChange={close}
      title={`Change who gets ${key} in ${place.name}?`}
      body={<Estimate estimate={deeds.estimate} flag={key} environment={place.key} draft={wanted} />}
      confirm={held.label(`Save as version ${detail.version + 1}`)}
      cancel="Go on writing"
      pending={held.isPending}
      disabledReason={isSame ? 'Nothing differs from what is served.' : held.reason}
      onConfirm={() => void save()}
    >
      <DiffList label="What changes" lines={lines} />
      {live && opensStratum(place.targeting, after) && <StratumWarning live={[live]} />}
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

type EstimateProps = { estimate: FlagScreenProps['deeds']['estimate']; flag: string; environment: string; draft: Draft }

function Estimate({ estimate, flag, environment, draft }: EstimateProps) {
  const [known, setKnown] = useState<ChangeEstimate | 'asking' | null>('asking')
  const ask = useEffectEvent(() => {
    estimate({ key: flag, environment, draft }).then(
      (answer) => setKnown(answer.ok ? answer.value : null),
      () => setKnown(null),
    )
  })
  useEffect(() => ask(), [])
  if (known === 'asking') return <p>Counting whom this changes…</p>
  if (known === null) return <p>How many people this changes is not known: no exposure record came in the last day.</p>
  return (
    <>
      <p>
        This changes what <strong>{plural(known.changed, 'person', 'people')}/day</strong> get, of{' '}
        {plural(known.people, 'person', 'people')} who met the flag in the last day.
      </p>
      {known.unknown.length > 0 && (
        <p>△ No exposure record carries {known.unknown.join(', ')}: rules about it are not in this number.</p>
      )}
    </>
  )
}
