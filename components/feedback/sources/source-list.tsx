'use client'
import { useState } from 'react'
import { useAction } from '@/components/live/use-action'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { Time } from '@/components/ui/time'
import { feedbackKeys } from '@/lib/feedback/client/queries'
import { type SourceView } from '@/lib/feedback/core/schema'
import { count } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { channelWord } from '../parts/marks'
import { type SourceActions } from './actions'

type Props = {
  sources: readonly SourceView[]
  origin: string
  reason: string | null
  now: Instant
  actions: Pick<SourceActions, 'createSource' | 'editSource'>
}

const STATE = { active: 'Active', paused: 'Paused', error: 'Failing' } as const

/** Channels with the age of their last item; signed webhooks are made here. */
export function SourceList({ sources, origin, reason, now, actions }: Props) {
  const edit = useAction(actions.editSource, feedbackKeys.sources())
  return (
    <>
      {sources.length === 0 && <p className="text-text-2">Nothing has arrived yet.</p>}
      <ul>
        {sources.map((source) => (
          <li
            key={source.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line py-2 first:border-t-0"
          >
            <span className="min-w-40 font-medium">
              {channelWord(source.channel)} <span className="font-normal text-text-2">by {source.name}</span>
            </span>
            <span className={source.state === 'error' ? 'font-medium text-bad' : 'text-text-2'}>
              {STATE[source.state]}
              {source.lastError && `: ${source.lastError}`}
            </span>
            <span className="num text-text-2">
              {count(source.items)} items
              {source.lastItemAt && (
                <>
                  , last <Time at={source.lastItemAt} format="age" now={now} />
                </>
              )}
            </span>
            {source.webhookPath && <CopyButton text={`${origin}${source.webhookPath}`} label="Copy address" />}
            <span className="ml-auto">
              <Button
                size="small"
                disabledReason={reason}
                pending={edit.isPending}
                aria-label={`${source.state === 'paused' ? 'Go on with' : 'Pause'} ${source.name}`}
                onClick={() =>
                  void edit.send({ id: source.id, state: source.state === 'paused' ? 'active' : 'paused' })
                }
              >
                {source.state === 'paused' ? 'Go on' : 'Pause'}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {edit.refusal && <RefusalNote refusal={edit.refusal} />}
      <NewWebhook origin={origin} reason={reason} create={actions.createSource} />
    </>
  )
}

type NewProps = { origin: string; reason: string | null; create: SourceActions['createSource'] }

/** Standard Webhooks: the secret is shown once. */
function NewWebhook({ origin, reason, create }: NewProps) {
  const sent = useAction(create, feedbackKeys.sources())
  const [channel, setChannel] = useState('support')
  const [name, setName] = useState('')
  const [made, setMade] = useState<{ address: string; secret: string } | null>(null)
  const submit = async () => {
    const outcome = await sent.send({ channel, name: name.trim() })
    if (!outcome?.ok) return
    const { webhookPath, secret } = outcome.value
    setMade(secret && webhookPath ? { address: `${origin}${webhookPath}`, secret } : null)
    setName('')
  }
  return (
    <form
      className="flex flex-wrap items-end gap-3 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!reason) void submit()
      }}
    >
      <div className="w-44 max-sm:w-full">
        <Field label="Channel">
          {(described) => (
            <Select {...described} value={channel} onChange={(event) => setChannel(event.target.value)}>
              {['support', 'review', 'social', 'email', 'webhook'].map((one) => (
                <option key={one} value={one}>
                  {channelWord(one)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <div className="w-60 max-sm:w-full">
        <Field label="Name of the new webhook">
          {(described) => (
            <Input
              {...described}
              required
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button type="submit" disabledReason={reason} pending={sent.isPending}>
        Create webhook
      </Button>
      {sent.refusal && <RefusalNote refusal={sent.refusal} />}
      {made && (
        <Banner
          tone="good"
          actions={
            <>
              <CopyButton text={made.secret} label="Copy secret" />
              <CopyButton text={made.address} label="Copy address" />
            </>
          }
        >
          Made. Its secret is shown this once; sign each message with it as Standard Webhooks say.
        </Banner>
      )}
    </form>
  )
}
