'use client'
import { useState } from 'react'
import { useRoom } from '@/components/shell/viewer'
import { Button } from '@/components/ui/button'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Textarea } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { type ChangeKind, type ChangeRequestView } from '@/lib/flags/core/change-request'
import { signRefusal } from '@/lib/flags/core/sign-change'
import { type Instant } from '@/lib/kernel/moments'
import { Answer } from './answer'
import { DiffList, FieldList } from './diff-list'
import { type Deed } from './shared-types'
import { useDeed } from './use-deed'

export type ChangeDeeds = {
  approve: Deed<ChangeRequestView>
  decline: Deed<ChangeRequestView>
  withdraw: Deed<ChangeRequestView>
}

type Props = {
  requests: readonly ChangeRequestView[]
  now: Instant
  /** Why the viewer may not sign at all; null: they may. */
  reason: string | null
  deeds: ChangeDeeds
}

const ASKS: Readonly<Record<ChangeKind, string>> = {
  edit: 'asks for approval of an edit',
  resume: 'asks to resume exposure',
  'restore-version': 'asks to restore an earlier version',
  'copy-rules': 'asks to copy rules',
  unarchive: 'asks to bring it back',
  'edit-segment': 'asks for approval of an edit',
}

/** Changes that wait until enough people have signed; nothing of them is served yet. */
export function ChangeRequests({ requests, now, reason, deeds }: Props) {
  return (
    <section aria-label="Waiting for approval" className="card divide-y divide-line">
      {requests.map((request) => (
        <Request key={request.id} request={request} now={now} reason={reason} deeds={deeds} />
      ))}
    </section>
  )
}

function Request({ request, now, reason, deeds }: Omit<Props, 'requests'> & { request: ChangeRequestView }) {
  const { viewer } = useRoom()
  const [answer, setAnswer] = useState<'approve' | 'decline' | null>(null)
  const withdrawing = useDeed(deeds.withdraw)
  const { author, kind, subject, told, note, signatures, needed, environments, createdAt } = request
  const places = environments.map(({ name }) => name).join(' and ')
  const refused = signRefusal(request, { kind: 'person', id: viewer.id as `usr_${string}` }) // the viewer is a person
  const isOwn = author.id === viewer.id
  return (
    <div className="flex flex-wrap items-start justify-between gap-3 px-4 py-3 sm:px-5">
      <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1.5">
        <h2 className="text-body">
          <span className="font-medium">{author.name}</span> {ASKS[kind]}
          {subject.kind === 'segment' && ` of segment ${subject.key}`} in {places}
          <span className="text-text-2">
            {' · '}
            {signatures.length} of {needed} signed
            {signatures.length > 0 && ` (${signatures.map(({ name }) => name).join(', ')})`}
            {' · '}
            <Time at={createdAt} format="dated" now={now} />
          </span>
        </h2>
        {note && <p className="text-body text-text-2">“{note}”</p>}
        {told.fields.length > 0 && <FieldList fields={told.fields} />}
        {told.environments.map(({ key, name, lines }) => (
          <div key={key}>
            <p className="text-dense text-text-2">{name}</p>
            <DiffList label={`What changes in ${name}`} lines={lines} />
          </div>
        ))}
        <Answer sent={withdrawing} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="small" disabledReason={reason ?? refused?.message} onClick={() => setAnswer('approve')}>
          Approve…
        </Button>
        {isOwn ? (
          <Button
            size="small"
            look="quiet"
            pending={withdrawing.isPending}
            onClick={() => void withdrawing.send({ requestId: request.id }, 'Request withdrawn')}
          >
            Withdraw
          </Button>
        ) : (
          <Button size="small" disabledReason={reason} onClick={() => setAnswer('decline')}>
            Decline…
          </Button>
        )}
      </div>
      {answer && <Answering request={request} answer={answer} deeds={deeds} close={() => setAnswer(null)} />}
    </div>
  )
}

type AnsweringProps = {
  request: ChangeRequestView
  answer: 'approve' | 'decline'
  deeds: ChangeDeeds
  close: () => void
}

function Answering({ request, answer, deeds, close }: AnsweringProps) {
  const sent = useDeed(deeds[answer])
  const [text, setText] = useState('')
  const { id: requestId, author, needed, signatures, environments, subject } = request
  const isLast = signatures.length + 1 >= needed
  const isYes = answer === 'approve'
  const send = async () => {
    const input = isYes ? { requestId, note: text } : { requestId, reason: text }
    if (await sent.send(input, isYes ? 'Signed' : 'Declined')) close()
  }
  return (
    <ConfirmAction
      open
      onOpenChange={close}
      title={`${isYes ? 'Approve' : 'Decline'} ${author.name}’s change of ${subject.key}?`}
      body={
        <p>
          {!isYes
            ? 'Everything is served as now, and they read your reason.'
            : isLast
              ? `It is served in ${environments.map(({ name }) => name).join(' and ')} at once.`
              : `${needed - signatures.length - 1} more must sign before it is served.`}
        </p>
      }
      confirm={isYes ? 'Approve' : 'Decline'}
      cancel="Not yet"
      pending={sent.isPending}
      disabledReason={!isYes && text.trim() === '' ? 'Say why.' : null}
      onConfirm={() => void send()}
    >
      <Field label={isYes ? 'Note' : 'Why'} optional={isYes}>
        {(described) => (
          <Textarea {...described} maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      <Answer sent={sent} />
    </ConfirmAction>
  )
}
