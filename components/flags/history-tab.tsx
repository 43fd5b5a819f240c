'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Textarea } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { type FlagVersionView } from '@/lib/flags/core/flag-detail'
import { Answer } from './answer'
import { DiffList, FieldList } from './diff-list'
import { type FlagScreenProps } from './flag-screen-types'
import { StratumWarning } from './stratum-warning'
import { useHeldDeed } from './use-held-deed'

const CHANGE_WORDS: Readonly<Record<string, string>> = {
  created: 'created it',
  edited: 'edited it',
  stopped: 'stopped exposure',
  resumed: 'resumed exposure',
  restored: 'restored an earlier version',
  'copied-rules': 'copied rules',
  archived: 'archived it',
  unarchived: 'brought it back',
}

/** Every version: who, why, and what differs; each can come back. */
export function HistoryTab(props: FlagScreenProps) {
  const { history, detail, rights } = props
  const [restoring, restore] = useState<FlagVersionView | null>(null)
  return (
    <>
      <ol className="card divide-y divide-line" aria-label="Versions, the newest first">
        {history.map((version) => (
          <li key={version.version} className="flex flex-wrap items-start justify-between gap-3 px-4 py-3 sm:px-5">
            <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1.5">
              <p className="text-body">
                <span className="num text-text-3">Version {version.version}</span>{' '}
                <span className="font-medium">{version.by}</span> {CHANGE_WORDS[version.change] ?? version.change}{' '}
                <span className="num text-dense text-text-2">
                  <Time at={version.at} format="dated" now={detail.now} />
                </span>
              </p>
              {version.note && <p className="text-body text-text-2">“{version.note}”</p>}
              {version.fields.length > 0 && <FieldList fields={version.fields} />}
              {version.environments.map(({ key, name, lines }) => (
                <div key={key}>
                  <p className="text-dense text-text-2">{name}</p>
                  <DiffList label={`Rules in ${name}`} lines={lines} />
                </div>
              ))}
            </div>
            {version.version !== detail.version && (
              <Button
                size="small"
                disabledReason={detail.archivedAt ? 'The flag is archived.' : rights.edit}
                onClick={() => restore(version)}
              >
                Restore version {version.version}…
              </Button>
            )}
          </li>
        ))}
      </ol>
      {restoring && <RestoreDialog {...props} version={restoring} close={() => restore(null)} />}
    </>
  )
}

type DialogProps = FlagScreenProps & { version: FlagVersionView; close: () => void }

function RestoreDialog({ detail, version, rollouts, deeds, close }: DialogProps) {
  const [note, setNote] = useState('')
  const { fields, environments } = version.restores
  const isSame = fields.length === 0 && environments.length === 0
  const places = detail.environments.filter(({ key }) => environments.some((each) => each.key === key))
  const held = useHeldDeed({
    deed: deeds.restore,
    kind: 'restore-version',
    request: deeds.request,
    places,
    now: detail.now,
  })
  const save = async () => {
    const input = { key: detail.definition.key, version: version.version, expectedVersion: detail.version, note }
    if (await held.send(input, `Version ${version.version} restored as version ${detail.version + 1}`)) close()
  }
  return (
    <ConfirmAction
      open
      onOpenChange={close}
      title={`Restore version ${version.version} of ${detail.definition.key}?`}
      body={<p>It becomes version {detail.version + 1}. Live rollouts and stops stay as they are now.</p>}
      confirm={held.label('Restore')}
      cancel="Keep as is"
      pending={held.isPending}
      disabledReason={isSame ? 'It is what is served now.' : held.reason}
      onConfirm={() => void save()}
    >
      {fields.length > 0 && <FieldList fields={fields} />}
      {environments.map(({ key, name, lines, opensStratum }) => (
        <div key={key} className="flex flex-col gap-1">
          <p className="text-dense font-medium">{name}</p>
          <DiffList label={`Rules in ${name}`} lines={lines} />
          {opensStratum && <StratumWarning live={rollouts.filter(({ environment }) => environment === key)} />}
        </div>
      ))}
      <Field label="Why" optional>
        {(described) => (
          <Textarea {...described} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      {held.hint && <p className="text-body">{held.hint}</p>}
      <Answer sent={held.sent} />
    </ConfirmAction>
  )
}
