'use client'
import { useQuery } from '@tanstack/react-query'
import { useAction } from '@/components/live/use-action'
import { Button } from '@/components/ui/button'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys, routingRulesQuery } from '@/lib/feedback/client/queries'
import { type RoutingRuleView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Member } from '../inbox/asking'
import { channelWord } from '../parts/marks'
import { type SourceActions } from './actions'
import { RouteForm } from './route-form'

type Props = {
  initial: RoutingRuleView[]
  members: readonly Member[]
  reason: string | null
  triageReason: string | null
  actions: SourceActions
}

/** The table of who gets what, in its order; the first that fits wins. A wrong tag is mended without touching it. */
export function RoutingRules({ initial, members, reason, triageReason, actions }: Props) {
  const { data: routes } = useQuery({ ...routingRulesQuery(), initialData: initial })
  const remove = useAction(actions.deleteRoute, feedbackKeys.routes())
  const save = useAction(actions.saveRoute, feedbackKeys.routes())
  return (
    <>
      {routes.length === 0 && <p className="text-text-2">No route yet: everything waits unassigned.</p>}
      <ol>
        {routes.map((route) => (
          <li key={route.id} className="flex flex-wrap items-center gap-3 border-t border-line py-1.5 first:border-t-0">
            <span className="min-w-0 flex-1 basis-60 break-words">
              <span className="font-medium">{route.name}</span>{' '}
              <span className="text-text-2">
                {route.enabled ? '' : 'Off. '}
                {routeWords(route, members)} · {plural(route.hits, 'hit', 'hits')}
              </span>
            </span>
            <Button
              size="small"
              disabledReason={reason}
              pending={save.isPending}
              aria-label={`${route.enabled ? 'Switch off' : 'Switch on'} the route ${route.name}`}
              onClick={() => void save.send({ ...saved(route), enabled: !route.enabled })}
            >
              {route.enabled ? 'Switch off' : 'Switch on'}
            </Button>
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
      {save.refusal && <RefusalNote refusal={save.refusal} />}
      <RouteForm members={members} reason={reason} triageReason={triageReason} actions={actions} />
    </>
  )
}

const saved = ({ id, name, position, when, does, version }: RoutingRuleView) => ({
  id,
  name,
  position,
  when,
  does,
  expectedVersion: version,
})

/** A route as it would be said aloud. */
function routeWords({ when, does }: RoutingRuleView, members: readonly Member[]): string {
  const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? 'somebody who left'
  const conditions = [
    when.tags.length > 0 && `tagged ${when.tags.join(' or ')}`,
    when.channels.length > 0 && `by ${when.channels.map(channelWord).join(' or ')}`,
    when.words.length > 0 && `with “${when.words.join('” or “')}”`,
    when.flagKey && `by people who had ${when.flagKey}`,
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
