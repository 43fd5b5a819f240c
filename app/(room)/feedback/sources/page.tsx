import { type Metadata } from 'next'
import { headers } from 'next/headers'
import { rightsOf } from '@/components/feedback/parts/rights'
import { SourcesScreen } from '@/components/feedback/sources/sources-screen'
import { listRoutingRules } from '@/lib/feedback/server/routing-rules'
import { listSources } from '@/lib/feedback/server/sources'
import { listTagRules } from '@/lib/feedback/server/tag-rules'
import { readMembers } from '@/lib/governance/server/people'
import { signedIn } from '@/lib/governance/server/session-actor'
import { actorMay } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import { bulkAction, undoAction } from '../actions'
import * as actions from './actions'

export const metadata: Metadata = { title: 'Sources' }

export default async function SourcesPage() {
  const { runtime, actor } = await signedIn(paths.feedbackSources())
  const [sources, rules, routes, members, asked] = await Promise.all([
    listSources(runtime, actor),
    listTagRules(runtime, actor),
    listRoutingRules(runtime, actor),
    readMembers(runtime.database.db, actor.workspaceId),
    headers(),
  ])
  const host = asked.get('x-forwarded-host') ?? asked.get('host') ?? 'localhost'
  return (
    <SourcesScreen
      sources={sources.ok ? sources.value : []}
      rules={rules.ok ? rules.value : []}
      routes={routes.ok ? routes.value : []}
      members={members.map(({ id, name }) => ({ id, name }))}
      origin={`${asked.get('x-forwarded-proto') ?? 'http'}://${host}`}
      triageReason={rightsOf((permission) => actorMay(actor, permission)).triage}
      mayConfigure={actorMay(actor, 'feedback.configure')}
      now={runtime.now()}
      actions={{
        createSource: actions.createSourceAction,
        editSource: actions.editSourceAction,
        importCsv: actions.importAction,
        classify: actions.classifyAction,
        dryRun: actions.dryRunAction,
        saveRule: actions.saveRuleAction,
        deleteRule: actions.deleteRuleAction,
        saveRoute: actions.saveRouteAction,
        deleteRoute: actions.deleteRouteAction,
        orderRoutes: actions.orderRoutesAction,
        dryRunRoute: actions.dryRunRouteAction,
        bulk: bulkAction,
        undo: undoAction,
      }}
    />
  )
}
