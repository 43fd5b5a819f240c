'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useAction } from '@/components/live/use-action'
import { useAnnounce } from '@/components/ui/announcer'
import { Banner } from '@/components/ui/banner'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys, routingRulesQuery } from '@/lib/feedback/client/queries'
import { type RoutingRuleView } from '@/lib/feedback/core/schema'
import { type Member } from '../inbox/asking'
import { type SourceActions } from './actions'
import { movedBy } from './route-draft'
import { RouteForm } from './route-form'
import { RouteRow } from './route-row'

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
  const order = useAction(actions.orderRoutes, feedbackKeys.routes())
  const client = useQueryClient()
  const announce = useAnnounce()
  const move = (at: number, by: -1 | 1) => {
    const moved = routes[at]
    const next = movedBy(routes, at, by)
    if (!moved || next === routes) return
    // On the list at once: whoever moves it twice need not wait, and the focus goes with it.
    client.setQueryData(routingRulesQuery().queryKey, [...next])
    announce('polite', `${moved.name} is number ${at + by + 1} of ${next.length} now`)
    // A node that moves loses the focus, and so does a button that becomes one of the ends.
    const again = `[data-move="${by < 0 ? 'up' : 'down'} ${moved.id}"]`
    requestAnimationFrame(() => document.querySelector<HTMLElement>(again)?.focus())
    void order.send({ ids: next.map(({ id }) => id) })
  }
  return (
    <>
      {routes.length === 0 && <p className="text-text-2">No route yet: everything waits unassigned.</p>}
      <ol>
        {routes.map((route, at) => (
          <RouteRow
            key={route.id}
            route={route}
            place={{ at, of: routes.length }}
            members={members}
            reason={reason}
            pending={save.isPending}
            onMove={(by) => move(at, by)}
            onSwitch={() => void save.send({ ...saved(route), enabled: !route.enabled })}
            onDelete={() => void remove.send({ id: route.id })}
          />
        ))}
      </ol>
      {remove.refusal && <RefusalNote refusal={remove.refusal} />}
      {save.refusal && <RefusalNote refusal={save.refusal} />}
      {order.refusal && <RefusalNote refusal={order.refusal} />}
      {order.fault && (
        <Banner tone="warn">The order may not be saved: Soundings couldn’t be reached. Look again.</Banner>
      )}
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
