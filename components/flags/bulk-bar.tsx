'use client'
import { useState } from 'react'
import { BulkResult } from '@/components/ui/bulk-result'
import { Button } from '@/components/ui/button'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Input, Textarea } from '@/components/ui/field'
import { type FlagRow } from '@/lib/flags/core/flag-row'
import { type ChangedFlags } from '@/lib/flags/core/schema'
import { type Instant } from '@/lib/kernel/moments'
import { Answer } from './answer'
import { type Deed, type Rights } from './shared-types'
import { useDeed } from './use-deed'

type Kind = 'owner' | 'end' | 'tag' | 'archive'
type Props = {
  chosen: readonly FlagRow[]
  clear: () => void
  rights: Rights
  now: Instant
  change: Deed<ChangedFlags>
}

const VERBS: readonly (readonly [Kind, string])[] = [
  ['owner', 'Change owner…'],
  ['end', 'Extend date…'],
  ['tag', 'Tag…'],
  ['archive', 'Archive…'],
]

/** One change to all selected flags. What was refused stays selected, with its reason. */
export function BulkBar({ chosen, clear, rights, now, change }: Props) {
  const [asking, ask] = useState<Kind | null>(null)
  const [result, setResult] = useState<ChangedFlags | null>(null)
  if (chosen.length === 0 && !result) return null
  return (
    <div className="flex flex-col gap-2">
      {chosen.length > 0 && (
        <div role="toolbar" aria-label="Selected flags" className="card flex flex-wrap items-center gap-2 px-4 py-2">
          <span className="num text-body font-medium">{chosen.length} selected</span>
          {VERBS.map(([kind, words]) => (
            <Button key={kind} size="small" disabledReason={rights.edit} onClick={() => ask(kind)}>
              {words}
            </Button>
          ))}
          <Button size="small" look="quiet" onClick={clear}>
            Select none
          </Button>
        </div>
      )}
      {result && (
        <BulkResult
          said={`${result.done.length} changed`}
          refused={result.refused.map(({ key, message }) => ({ name: key, message }))}
          onClose={() => setResult(null)}
        />
      )}
      {asking && (
        <BulkDialog
          kind={asking}
          keys={chosen.map(({ key }) => key)}
          now={now}
          change={change}
          close={() => ask(null)}
          onDone={(done) => {
            ask(null)
            setResult(done)
            clear()
          }}
        />
      )}
    </div>
  )
}

type DialogProps = {
  kind: Kind
  keys: readonly string[]
  now: Instant
  change: Deed<ChangedFlags>
  close: () => void
  onDone: (result: ChangedFlags) => void
}

const TITLES: Readonly<Record<Kind, (count: string) => string>> = {
  owner: (count) => `Change the owner of ${count}?`,
  end: (count) => `Extend the end date of ${count}?`,
  tag: (count) => `Tag ${count}?`,
  archive: (count) => `Archive ${count}?`,
}

function BulkDialog({ kind, keys, now, change, close, onDone }: DialogProps) {
  const sent = useDeed(change)
  const [value, setValue] = useState(kind === 'end' ? now.slice(0, 10) : '')
  const [note, setNote] = useState('')
  const count = keys.length === 1 ? (keys[0] ?? '') : `${keys.length} flags`
  const send = async () => {
    const wanted = { owner: { owner: value }, end: { endsOn: value, note }, tag: { tag: value }, archive: { note } }[
      kind
    ]
    const done = await sent.send({ keys, change: { kind, ...wanted } }, `${count} changed`)
    if (done) onDone(done)
  }
  return (
    <ConfirmAction
      open
      onOpenChange={close}
      title={TITLES[kind](count)}
      body={
        kind === 'archive' ? <p>Archived flags are served nowhere. Those that clients still ask for stay.</p> : null
      }
      confirm={kind === 'archive' ? 'Archive' : 'Save'}
      cancel="Keep as is"
      look={kind === 'archive' ? 'danger' : 'primary'}
      pending={sent.isPending}
      onConfirm={() => void send()}
    >
      {kind !== 'archive' && (
        <Field label={{ owner: 'New owner', end: 'New end date', tag: 'Tag' }[kind]}>
          {(described) => (
            <Input
              {...described}
              type={kind === 'end' ? 'date' : 'text'}
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
      )}
      {(kind === 'end' || kind === 'archive') && (
        <Field label="Reason" optional={kind === 'archive'}>
          {(described) => (
            <Textarea {...described} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
      )}
      <Answer sent={sent} />
    </ConfirmAction>
  )
}
