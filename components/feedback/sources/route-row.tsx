import { ArrowDown, ArrowUp } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { type RoutingRuleView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Member } from '../inbox/asking'
import { channelWord } from '../parts/marks'

type Props = {
  route: RoutingRuleView
  place: { at: number; of: number }
  members: readonly Member[]
  reason: string | null
  pending: boolean
  onMove: (by: -1 | 1) => void
  onSwitch: () => void
  onDelete: () => void
}

/** One line of the routing table, with its place in it. */
export function RouteRow({ route, place, members, reason, pending, onMove, onSwitch, onDelete }: Props) {
  const { at, of } = place
  return (
    <li className="flex flex-wrap items-center gap-3 border-t border-line py-1.5 first:border-t-0">
      <span className="num w-5 shrink-0 text-right text-text-3">{at + 1}</span>
      <span className="min-w-0 flex-1 basis-60 break-words">
        <span className="font-medium">{route.name}</span>{' '}
        <span className="text-text-2">
          {route.enabled ? '' : 'Off. '}
          {routeWords(route, members)} · {plural(route.hits, 'hit', 'hits')}
        </span>
      </span>
      <span className="flex flex-wrap gap-2">
        <Button
          size="small"
          data-move={`up ${route.id}`}
          disabledReason={reason ?? (at === 0 ? 'It is the first already.' : null)}
          aria-label={`Move the route ${route.name} up`}
          onClick={() => onMove(-1)}
        >
          <ArrowUp aria-hidden="true" size={16} strokeWidth={1.75} />
        </Button>
        <Button
          size="small"
          data-move={`down ${route.id}`}
          disabledReason={reason ?? (at === of - 1 ? 'It is the last already.' : null)}
          aria-label={`Move the route ${route.name} down`}
          onClick={() => onMove(1)}
        >
          <ArrowDown aria-hidden="true" size={16} strokeWidth={1.75} />
        </Button>
        <Button
          size="small"
          disabledReason={reason}
          pending={pending}
          aria-label={`${route.enabled ? 'Switch off' : 'Switch on'} the route ${route.name}`}
          onClick={onSwitch}
        >
          {route.enabled ? 'Switch off' : 'Switch on'}
        </Button>
        <Button size="small" disabledReason={reason} aria-label={`Delete the route ${route.name}`} onClick={onDelete}>
          Delete
        </Button>
      </span>
    </li>
  )
}

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
