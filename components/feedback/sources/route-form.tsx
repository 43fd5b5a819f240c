'use client'
import { useState } from 'react'
import { useAction } from '@/components/live/use-action'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys } from '@/lib/feedback/client/queries'
import { type RouteDryRun } from '@/lib/feedback/core/schema'
import { type Member } from '../inbox/asking'
import { channelWord } from '../parts/marks'
import { type SourceActions } from './actions'
import { EMPTY_ROUTE, type RouteDraft, routeInput } from './route-draft'
import { RouteTried } from './route-tried'

type Props = { members: readonly Member[]; reason: string | null; triageReason: string | null; actions: SourceActions }

const CHANNELS = ['api', 'csv', 'email', 'widget', 'support', 'review', 'survey', 'social', 'webhook']
const SENTIMENTS = [
  ['negative', 'Negative'],
  ['neutral', 'Neutral or worse'],
] as const

/** A new route: what has to hold, who gets it, and a test on what came before it acts. */
export function RouteForm({ members, reason, triageReason, actions }: Props) {
  const sent = useAction(actions.saveRoute, feedbackKeys.routes())
  const [draft, setDraft] = useState<RouteDraft>(EMPTY_ROUTE)
  const [tried, setTried] = useState<{ to: string; found: RouteDryRun } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const set = (name: keyof RouteDraft) => (event: { target: { value: string } }) => {
    setDraft({ ...draft, [name]: event.target.value })
    setTried(null) // it was about other words
  }
  const unnamed = draft.name.trim() === '' ? 'Give it a name.' : null
  const tryIt = async () => {
    try {
      const outcome = await actions.dryRunRoute(routeInput(draft))
      setTried(outcome.ok ? { to: draft.to, found: outcome.value } : null)
      setProblem(outcome.ok ? null : outcome.message)
    } catch {
      setProblem('Soundings couldn’t be reached. Try again.')
    }
  }
  const submit = async () => {
    const outcome = await sent.send(routeInput(draft))
    if (outcome?.ok) setDraft({ ...draft, name: '' })
  }
  const text = (name: keyof RouteDraft, label: string) => (
    <div className="w-52 max-sm:w-full">
      <Field label={label}>
        {(described) => <Input {...described} maxLength={200} value={draft[name]} onChange={set(name)} />}
      </Field>
    </div>
  )
  const choice = (
    name: keyof RouteDraft,
    label: string,
    any: string,
    options: readonly (readonly [string, string])[],
  ) => (
    <div className="w-44 max-sm:w-full">
      <Field label={label}>
        {(described) => (
          <Select {...described} value={draft[name]} onChange={set(name)}>
            <option value="">{any}</option>
            {options.map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  )
  return (
    <form
      className="flex flex-wrap items-end gap-3 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!reason && !unnamed) void submit()
      }}
    >
      {text('name', 'Name of the route')}
      {text('tags', 'Tags, any of them')}
      {text('words', 'Words, with commas between')}
      {choice(
        'channel',
        'Channel',
        'Any',
        CHANNELS.map((one) => [one, channelWord(one)] as const),
      )}
      {choice('sentiment', 'Sentiment', 'Any', SENTIMENTS)}
      {text('flagKey', 'Had the flag')}
      {choice(
        'to',
        'To',
        'Nobody',
        members.map(({ id, name }) => [id, name] as const),
      )}
      {choice('priority', 'Priority', 'As it is', PRIORITIES)}
      <Button onClick={() => void tryIt()}>Test on the last 200</Button>
      <Button type="submit" disabledReason={reason ?? unnamed} pending={sent.isPending}>
        Add route
      </Button>
      {problem && <Banner tone="warn">{problem}</Banner>}
      {sent.refusal && <RefusalNote refusal={sent.refusal} />}
      {sent.fault && <Banner tone="warn">Nothing changed: Soundings couldn’t be reached. Try again.</Banner>}
      {tried && (
        <RouteTried
          found={tried.found}
          to={members.find(({ id }) => id === tried.to) ?? null}
          reason={triageReason}
          actions={actions}
        />
      )}
    </form>
  )
}

const PRIORITIES = [
  ['urgent', 'Urgent'],
  ['high', 'High'],
  ['normal', 'Normal'],
  ['low', 'Low'],
] as const
