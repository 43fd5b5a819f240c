import { type Metadata } from 'next'
import { notFound } from 'next/navigation'
import { FlagScreen } from '@/components/flags/flag-screen'
import { type People, TABS } from '@/components/flags/flag-screen-types'
import { findEnvironment } from '@/lib/flags/server/environments'
import { estimateFlag } from '@/lib/flags/server/explain-flag'
import { readClients, readFlagDetail, readUsage } from '@/lib/flags/server/flag-detail'
import { readHistory } from '@/lib/flags/server/flag-history'
import { type FlagDetail, type FlagPlace } from '@/lib/flags/core/flag-detail'
import { mainEnvironment } from '@/lib/flags/core/lifecycle'
import { signedIn } from '@/lib/governance/server/session-actor'
import { type Member } from '@/lib/kernel/actor'
import { paths } from '@/lib/kernel/paths'
import { type Runtime } from '@/lib/platform/runtime'
import { sampleExposures } from '@/lib/telemetry/server/exposure-sample'
import { liveRollouts } from '../live-rollouts'
import { rightsOf } from '../rights'
import * as actions from './actions'

type Props = {
  params: Promise<{ key: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).key) }
}

export default async function FlagPage({ params, searchParams }: Props) {
  const key = decodeURIComponent((await params).key)
  const asked = await searchParams
  const { runtime, actor } = await signedIn(paths.flag(key))
  const { db } = runtime.database
  const now = runtime.now()
  const detail = await readFlagDetail(db, actor.workspaceId, key, now)
  if (!detail) notFound()
  const tab = TABS.find((each) => each === asked['tab']) ?? 'targeting'
  const place = detail.environments.find((each) => each.key === asked['env']) ?? mainEnvironment(detail.environments)
  const row = { workspaceId: actor.workspaceId, key, definition: detail.definition }
  const environment = place && (await findEnvironment(db, actor.workspaceId, place.key))
  const isExposure = tab === 'exposure' && environment
  const [rollouts, people, usage, clients, history] = await Promise.all([
    liveRollouts(runtime, actor),
    place ? readPeople(runtime, actor, detail, place) : null,
    isExposure ? readUsage(db, row, environment, now) : [],
    isExposure ? readClients(db, environment, now) : [],
    tab === 'history' ? readHistory(db, actor.workspaceId, key) : [],
  ])
  const here = new Set(
    detail.environments.flatMap(({ targeting }) =>
      targeting.rules.flatMap((rule) => (rule.kind === 'rollout' ? [rule.serving.rolloutId] : [])),
    ),
  )
  return (
    <FlagScreen
      detail={detail}
      environment={place?.key ?? ''}
      tab={tab}
      rollouts={rollouts.filter(({ id }) => [...here].some((one) => one === id))}
      people={people}
      usage={usage}
      clients={clients}
      history={history}
      rights={rightsOf(actor)}
      deeds={{
        edit: actions.edit,
        stop: actions.stop,
        resume: actions.resume,
        archive: actions.archive,
        unarchive: actions.unarchive,
        restore: actions.restore,
        copy: actions.copy,
        request: actions.request,
        explain: actions.explain,
        estimate: actions.estimate,
        choices: actions.choices,
        changes: { approve: actions.approve, decline: actions.decline, withdraw: actions.withdraw },
      }}
    />
  )
}

/** Who met the flag in one environment in the last day, and which rule was about them. */
async function readPeople(
  { database: { db }, now }: Runtime,
  { workspaceId }: Member,
  { definition: { key }, archivedAt }: FlagDetail,
  { key: environment, environmentId, targeting }: FlagPlace,
): Promise<People> {
  if (archivedAt) return null
  const sample = await sampleExposures(db, { workspaceId, environmentId, flag: key }, now())
  if (!sample || sample.people === 0) return null
  const { rules } = targeting
  const estimate = await estimateFlag(db, { workspaceId, key, environment, draft: { rules }, sample, now: now() })
  return estimate.ok ? { perDay: sample.people, byRule: estimate.value.byRule } : null
}
