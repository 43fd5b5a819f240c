'use client'
import { useEffect, useEffectEvent, useState } from 'react'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Textarea } from '@/components/ui/field'
import { targetingDiff } from '@/lib/flags/core/diff-sentences'
import { type ChangeEstimate } from '@/lib/flags/core/estimate'
import { type FlagPlace } from '@/lib/flags/core/flag-detail'
import { type FlagTargeting } from '@/lib/flags/core/schema'
import { plural } from '@/lib/kernel/format'
import { Answer } from './answer'
import { DiffList } from './diff-list'
import { type Draft, type FlagScreenProps } from './flag-screen-types'
import { plainRules } from './grouping'
import { type LiveRollout } from './shared-types'
import { useDeed } from './use-deed'

type Props = FlagScreenProps & {
  place: FlagPlace
  live: LiveRollout | undefined
  draft: Draft
  close: () => void
  onSaved: () => void
}

/** What changes, in sentences and in people, before it is saved as the next version. */
export function SaveRules({ detail, place, live, draft, deeds, close, onSaved }: Props) {
  const sent = useDeed(deeds.edit)
  const [note, setNote] = useState('')
  const wanted = { ...draft, rules: plainRules(draft.rules) }
  const after: FlagTargeting = { ...place.targeting, ...wanted }
  const lines = targetingDiff(place.targeting, after)
  const isSame = lines.every(({ kind }) => kind === 'same')
  const { key } = detail.definition
  const save = async () => {
    const input = { key, expectedVersion: detail.version, note, environments: { [place.key]: wanted } }
    const saved = await sent.send(input, `Rules of ${key} saved as version ${detail.version + 1}`)
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
      confirm={`Save as version ${detail.version + 1}`}
      cancel="Go on writing"
      pending={sent.isPending}
      disabledReason={isSame ? 'Nothing differs from what is served.' : null}
      onConfirm={() => void save()}
    >
      <DiffList label="What changes" lines={lines} />
      {live && touchesRollout(place.targeting, after) && (
        <p className="text-body">
          △ {live.name} is live here and earlier rules win: from this version on other people come into its comparison.
          Read it as a new stratum from then on.
        </p>
      )}
      <Field label="Why" optional>
        {(described) => (
          <Textarea {...described} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      <Answer sent={sent} />
    </ConfirmAction>
  )
}

/** Whether anything in front of the rollout's rule changes, and with it who comes to it. */
const touchesRollout = (before: FlagTargeting, after: FlagTargeting): boolean =>
  beforeRollout(before) !== beforeRollout(after)

const beforeRollout = ({ rules }: FlagTargeting): string =>
  JSON.stringify(
    rules.slice(
      0,
      rules.findIndex(({ kind }) => kind === 'rollout'),
    ),
  )

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
