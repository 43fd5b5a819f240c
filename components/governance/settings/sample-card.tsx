'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Field, Input } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { plural } from '@/lib/kernel/format'
import { type Sample } from '@/lib/governance/core/sample'
import { Card } from './settings-frame'
import { errorAt, type Save, useSave } from './use-save'

type Props = { sample: Sample; workspace: string; remove: Save; why: string | null }

const LOOK_AGAIN_MS = 3000

/** The sample that a workspace carries: how far it is while it is made, and the way to be rid of it. */
export function SampleCard({ sample, workspace, remove, why }: Props) {
  const router = useRouter()
  const isMaking = sample.state === 'making'
  useEffect(() => {
    if (!isMaking) return undefined
    const timer = setInterval(() => router.refresh(), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [isMaking, router])
  const roots = [
    plural(sample.flags.length, 'flag', 'flags'),
    plural(sample.metrics.length, 'metric', 'metrics'),
    plural(sample.policies.length, 'policy', 'policies'),
  ].join(', ')
  const intro = isMaking
    ? `Harbor Travel, a sample company, is being made: ${Math.round(100 * sample.share)}%. It takes about a minute.`
    : sample.state === 'failed'
      ? 'The sample data could not be made whole. Remove what is there.'
      : `This workspace carries Harbor Travel, a sample company: ${roots}, with rollouts, messages and an incident.`
  return (
    <Card title="Sample data" intro={intro}>
      {isMaking ? (
        <progress aria-label="Sample data being made" value={sample.share} max={1} className="w-full max-w-96" />
      ) : (
        <RemoveSample workspace={workspace} remove={remove} why={why} />
      )}
    </Card>
  )
}

function RemoveSample({ workspace, remove, why }: Omit<Props, 'sample'>) {
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const { send, pending, refusal, forget } = useSave(remove, 'Sample data removed')
  const toggle = (open: boolean) => {
    setAsking(open)
    setTyped('')
    forget()
  }
  const isTyped = typed.trim().toLowerCase() === workspace.trim().toLowerCase()
  return (
    <div>
      <Button disabledReason={why} onClick={() => toggle(true)}>
        Remove sample data…
      </Button>
      {asking && (
        <ConfirmAction
          open
          onOpenChange={toggle}
          look="danger"
          title={`Remove the sample data of ${workspace}?`}
          body={<WhatGoes />}
          confirm="Remove sample data"
          cancel="Keep it"
          pending={pending}
          disabledReason={isTyped ? null : `Type ${workspace} first.`}
          onConfirm={() => send({ confirm: typed }, () => setAsking(false))}
        >
          <Field label={`Type ${workspace} to continue`} error={errorAt(refusal, 'confirm')}>
            {(described) => (
              <Input
                {...described}
                value={typed}
                autoComplete="off"
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
          {refusal && refusal.field !== 'confirm' && <RefusalNote refusal={refusal} />}
        </ConfirmAction>
      )}
    </div>
  )
}

const WhatGoes = () => (
  <>
    <p>
      Gone for good: the flags of the sample, every rollout of them with its evidence, its metrics and policies, its
      messages and clusters, and incidents about its rollouts. Clients that ask for its flags get their own default.
    </p>
    <p className="mt-2">
      Kept: members, teams, keys, settings, the audit, and everything that you made, such as your own flags. A metric
      that one of your rollouts uses stays.
    </p>
  </>
)
