'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '@/components/live/use-action'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys, routingRulesQuery } from '@/lib/feedback/client/queries'
import { type RoutingRuleView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Member } from '../inbox/asking'
import { type SourceActions } from './actions'

type Props = {
  initial: RoutingRuleView[]
  members: readonly Member[]
  reason: string | null
  actions: Pick<SourceActions, 'saveRoute' | 'deleteRoute'>
}

/** The table of who gets what, in its order; the first that fits wins. A wrong tag is mended without touching it. */
export function RoutingRules({ initial, members, reason, actions }: Props) {
  const { data: routes } = useQuery({ ...routingRulesQuery(), initialData: initial })
  const remove = useAction(actions.deleteRoute, feedbackKeys.routes())
  return (
    <>
      {routes.length === 0 && <p className="text-text-2">No route yet: everything waits unassigned.</p>}
      <ol>
        {routes.map((route) => (
          <li key={route.id} className="flex flex-wrap items-center gap-3 border-t border-line py-1.5 first:border-t-0">
            <span className="min-w-0 flex-1">
              <span className="font-medium">{route.name}</span>{' '}
              <span className="text-text-2">
                {sentenceOf(route, members)} · {plural(route.hits, 'hit', 'hits')}
              </span>
            </span>
            <Button
              size="small"
              disabledReason={reason}
              aria-label={`Delete the route ${route.name}`}
              onClick={() => void remove.send({ id: route.id })}
            >
              Delete
            </Button>
          </li>
        ))}
      </ol>
      {remove.refusal && <RefusalNote refusal={remove.refusal} />}
      <RouteForm members={members} reason={reason} save={actions.saveRoute} />
    </>
  )
}

/** A route as it would be said aloud. */
function sentenceOf({ when, does }: RoutingRuleView, members: readonly Member[]): string {
  const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? 'somebody who left'
  const conditions = [
    when.tags.length > 0 && `tagged ${when.tags.join(' or ')}`,
    when.channels.length > 0 && `by ${when.channels.join(' or ')}`,
    when.words.length > 0 && `with “${when.words.join('” or “')}”`,
    when.flagKey && `about ${when.flagKey}`,
    when.sentimentAtMost && `at most ${when.sentimentAtMost}`,
  ].filter(Boolean)
  const to =
    does.assign.by === 'person'
      ? nameOf(does.assign.userId)
      : does.assign.by === 'nobody'
        ? 'nobody'
        : `${does.assign.userIds.map(nameOf).join(', ')} in turn`
  return `${conditions.length > 0 ? conditions.join(', ') : 'everything'} → ${to}${does.priority ? `, ${does.priority}` : ''}`
}

type FormProps = { members: readonly Member[]; reason: string | null; save: SourceActions['saveRoute'] }

function RouteForm({ members, reason, save }: FormProps) {
  const sent = useAction(save, feedbackKeys.routes())
  const [name, setName] = useState('')
  const [tags, setTags] = useState('')
  const [to, setTo] = useState('')
  const [priority, setPriority] = useState('')
  const submit = async () => {
    const outcome = await sent.send({
      name: name.trim(),
      when: {
        tags: tags
          .toLowerCase()
          .split(/[\s,]+/)
          .filter(Boolean),
      },
      does: {
        assign: to === '' ? { by: 'nobody' } : { by: 'person', userId: to },
        priority: priority === '' ? null : priority,
      },
    })
    if (outcome?.ok) setName('')
  }
  return (
    <form
      className="flex flex-wrap items-end gap-3 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!reason) void submit()
      }}
    >
      <div className="w-48">
        <Field label="Name of the route">
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
      <div className="w-48">
        <Field label="Tags, or none for all">
          {(described) => <Input {...described} value={tags} onChange={(event) => setTags(event.target.value)} />}
        </Field>
      </div>
      <div className="w-44">
        <Field label="To">
          {(described) => (
            <Select {...described} value={to} onChange={(event) => setTo(event.target.value)}>
              <option value="">Nobody</option>
              {members.map((member) => (
                <option key={member.id} value={member.id}>
                  {member.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <div className="w-36">
        <Field label="Priority">
          {(described) => (
            <Select {...described} value={priority} onChange={(event) => setPriority(event.target.value)}>
              <option value="">As it is</option>
              {['urgent', 'high', 'normal', 'low'].map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Button type="submit" disabledReason={reason} pending={sent.isPending}>
        Add route
      </Button>
      {sent.refusal && <RefusalNote refusal={sent.refusal} />}
    </form>
  )
}
