'use client'
import { useState } from 'react'
import { type Action, useAction } from '@/components/live/use-action'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys } from '@/lib/feedback/client/queries'
import { type ClusterView } from '@/lib/feedback/core/schema'
import { type Outcome } from '@/lib/kernel/result'
import { CLUSTER_STATE } from './cluster-words'

type Props = {
  cluster: ClusterView
  reason: string | null
  edit: Action<unknown>
  onDone: (said: string, take: () => Promise<Outcome<unknown> | null>) => void
}
const STATES = ['open', 'planned', 'shipped', 'told'] as const
/** What a person may say of a cluster that machines call otherwise. */
const sayable = (state: string) => STATES.find((one) => one === state) ?? null

/** What it is called and how far we are with it; machines change neither from then on. */
export function ClusterEdit({ cluster, reason, edit, onDone }: Props) {
  const sent = useAction(edit, feedbackKeys.clusters())
  const [name, setName] = useState(cluster.title)
  const [state, setState] = useState<string>(cluster.state)
  const isSame = name.trim() === cluster.title && state === cluster.state
  const save = async () => {
    const next = state === cluster.state ? null : sayable(state)
    const words = { clusterId: cluster.id, name: name.trim(), ...(next ? { state: next } : {}) }
    const outcome = await sent.send({ ...words, expectedVersion: cluster.version })
    if (!outcome?.ok) return
    const before = { name: cluster.title, ...(next ? { state: sayable(cluster.state) ?? 'open' } : {}) }
    const parts = [
      words.name === cluster.title ? '' : `${cluster.name} is called “${words.name}” now.`,
      next ? `${cluster.name} is ${CLUSTER_STATE[next].toLowerCase()} now.` : '',
    ]
    onDone(parts.filter(Boolean).join(' '), async () => sent.send({ clusterId: cluster.id, ...before }))
  }
  return (
    <form
      className="card flex flex-wrap items-end gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!reason && !isSame) void save()
      }}
    >
      <div className="min-w-60 flex-1">
        <Field label="Name">
          {(described) => (
            <Input
              {...described}
              required
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className="w-44">
        <Field label="State">
          {(described) => (
            <Select {...described} value={state} onChange={(event) => setState(event.target.value)}>
              {sayable(cluster.state) === null && <option value={cluster.state}>{CLUSTER_STATE[cluster.state]}</option>}
              {STATES.map((one) => (
                <option key={one} value={one}>
                  {CLUSTER_STATE[one]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Button
        type="submit"
        look="primary"
        disabledReason={reason ?? (isSame ? 'Nothing is changed.' : name.trim() === '' ? 'Give it a name.' : null)}
        pending={sent.isPending}
      >
        Save
      </Button>
      {sent.refusal && <RefusalNote refusal={sent.refusal} />}
      {sent.fault && <Banner tone="warn">Nothing changed: Soundings couldn’t be reached. Try again.</Banner>}
    </form>
  )
}
