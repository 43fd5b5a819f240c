'use client'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { type ChartEvent } from '@/components/charts/types'
import { useRefresh } from '@/components/flags/use-refresh'
import { type Save, useSave } from '@/components/governance/settings/use-save'
import { PageHead } from '@/components/shell/page-head'
import { useCommands } from '@/components/shell/palette/commands'
import { RoomFrame } from '@/components/shell/room-frame'
import { Badge } from '@/components/ui/badge'
import { Button, buttonClass } from '@/components/ui/button'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Fact } from '@/components/ui/fact'
import { RefusalNote } from '@/components/ui/refusal-note'
import { Select } from '@/components/ui/field'
import { isRateForm, limitWords, metricSentence, sizeWords } from '@/lib/analysis/core/metric-words'
import { type MetricSeries, type MetricUser, type MetricVersionView, type MetricView } from '@/lib/analysis/core/schema'
import { durationWords } from '@/lib/kernel/format-time'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { MetricChart } from './metric-chart'
import { VersionList } from './version-list'

type Props = {
  metric: MetricView
  users: readonly MetricUser[]
  versions: readonly MetricVersionView[]
  series: MetricSeries | null
  events: readonly ChartEvent[]
  environments: readonly { key: string; name: string }[]
  environment: string
  now: Instant
  why: string | null
  archive: Save<MetricView>
  unarchive: Save<MetricView>
}

/** One metric: what it counts, how it stands, who relies on it, and how it came to be. */
export function MetricScreen(props: Props) {
  const { metric, users, versions, series, events, environments, environment, now, why } = props
  const router = useRouter()
  const here = usePathname()
  useRefresh(['metrics', 'rollouts'])
  useCommands([
    { label: `Edit ${metric.name}`, disabledReason: why, run: () => router.push(paths.editMetric(metric.key)) },
  ])
  const live = users.filter(({ state }) => state === 'live')
  const drafts = users.filter(({ state }) => state === 'draft')
  const ended = users.filter(({ state }) => state === 'ended')
  const usual = series?.usual?.middle || metric.declaredRate
  const place = environments.find(({ key }) => key === environment)
  return (
    <RoomFrame crumbs={[{ label: 'Metrics', href: paths.metrics() }, { label: metric.name }]}>
      <div className="flex flex-col gap-4">
        <PageHead
          title={
            <>
              {metric.name} {metric.archivedAt && <Badge>Archived</Badge>}
            </>
          }
          answer={metricSentence(metric)}
          action={
            <span className="flex flex-wrap gap-2">
              {!metric.archivedAt && <EditLink metricKey={metric.key} why={why} />}
              <ArchiveButton {...props} />
            </span>
          }
        />
        <Part title="How it stands">
          {environments.length > 1 && (
            <Select
              aria-label="Environment"
              className="max-w-56"
              value={environment}
              onChange={(event) => router.replace(`${here}?env=${encodeURIComponent(event.target.value)}`)}
            >
              {environments.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </Select>
          )}
          {series && (
            <MetricChart
              metric={metric}
              series={series}
              events={events}
              environment={place?.name ?? environment}
              now={now}
            />
          )}
        </Part>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Part title="Definition">
            <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1.5 text-body max-sm:grid-cols-1 max-sm:gap-y-0.5">
              <Fact name="Key">
                <code className="break-all">{metric.key}</code>
              </Fact>
              <Fact name="Objective">{metric.objective || '△ not written'}</Fact>
              <Fact name="Good direction">
                {metric.direction === 'lower' ? '↓ lower is better' : '↑ higher is better'}
              </Fact>
              <Fact name="Harm limit">{limitWords(metric, metric.harmLimit, usual)}</Fact>
              {metric.hardLimit !== null && (
                <Fact name="Hard limit">{sizeWords(metric, { kind: 'absolute', value: metric.hardLimit })}</Fact>
              )}
              <Fact name="Noticeable from">
                {metric.noticeableFrom
                  ? sizeWords(metric, { kind: 'absolute', value: metric.noticeableFrom })
                  : 'any change'}
              </Fact>
              <Fact name="Worth finding">
                {metric.mde ? sizeWords(metric, metric.mde) : 'the default of this form'}
              </Fact>
              <Fact name="Window">
                {metric.window
                  ? `${durationWords(metric.window)} from meeting the change`
                  : 'none: as soon as it happens'}
              </Fact>
              {!isRateForm(metric) && <Fact name="Unit">{metric.unit || 'none'}</Fact>}
              <Fact name="Owner">{metric.owner || '△ nobody'}</Fact>
              <Fact name="Review by">{reviewWords(metric.reviewOn ?? null, now)}</Fact>
              <Fact name="Version">{metric.version}</Fact>
            </dl>
          </Part>
          <Part title="Used by">
            {users.length === 0 ? (
              <p className="text-body text-text-2">
                No rollout yet. Plan one under{' '}
                <Link href={paths.newRollout()} className="text-accent underline underline-offset-2">
                  New rollout
                </Link>{' '}
                and choose it as a guardrail or a goal.
              </p>
            ) : (
              <>
                <Users title="Running" users={live} />
                <Users title="Drafted" users={drafts} />
                <Users title="Over" users={ended} />
              </>
            )}
          </Part>
        </div>
        <Part title="Versions">
          <VersionList versions={versions} now={now} />
        </Part>
      </div>
    </RoomFrame>
  )
}

const EditLink = ({ metricKey, why }: { metricKey: string; why: string | null }) =>
  why ? (
    <Button look="primary" disabledReason={why}>
      Edit…
    </Button>
  ) : (
    <Link href={paths.editMetric(metricKey)} className={buttonClass('primary')}>
      Edit…
    </Link>
  )

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="card flex min-w-0 flex-col gap-3 px-4 py-4 sm:px-5">
    <h2 className="text-h2 font-bold">{title}</h2>
    {children}
  </section>
)

const SHOWN = 12

function Users({ title, users }: { title: string; users: readonly MetricUser[] }) {
  if (users.length === 0) return null
  return (
    <div>
      <h3 className="text-dense font-medium text-text-2">{title}</h3>
      <ul>
        {users.slice(0, SHOWN).map(({ id, name, flag, role }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-2 py-1 text-body">
            <Link href={paths.rollout(name)} className="num text-accent underline underline-offset-2">
              {name}
            </Link>
            <span className="min-w-0 break-all">{flag}</span>
            <Badge>{role === 'goal' ? 'Goal' : 'Guardrail'}</Badge>
          </li>
        ))}
      </ul>
      {users.length > SHOWN && <p className="text-dense text-text-2">and {users.length - SHOWN} more</p>}
    </div>
  )
}

function reviewWords(reviewOn: string | null, now: Instant): string {
  if (!reviewOn) return 'not set'
  return reviewOn < now.slice(0, 10) ? `△ was to be on ${reviewOn}` : reviewOn
}

function ArchiveButton({ metric, users, why, archive, unarchive }: Props) {
  const [isAsking, ask] = useState(false)
  const isArchived = metric.archivedAt !== null
  const live = users.filter(({ state }) => state === 'live').map(({ name }) => name)
  const sent = useSave(isArchived ? unarchive : archive, isArchived ? 'Brought back' : 'Archived')
  const inUse = live.length > 0 ? `${live.slice(0, 3).join(', ')} measures it. Wait until it has ended.` : null
  return (
    <>
      <Button look="secondary" disabledReason={why ?? (isArchived ? null : inUse)} onClick={() => ask(true)}>
        {isArchived ? 'Bring back…' : 'Archive…'}
      </Button>
      {isAsking && (
        <ConfirmAction
          open
          onOpenChange={ask}
          title={isArchived ? `Bring ${metric.name} back?` : `Archive ${metric.name}?`}
          body={
            isArchived ? (
              <p>New rollouts can choose it again.</p>
            ) : (
              <p>No new rollout can choose it. Rollouts that are over keep what they measured, and it can come back.</p>
            )
          }
          confirm={isArchived ? 'Bring back' : 'Archive'}
          cancel="Keep as is"
          look={isArchived ? 'primary' : 'danger'}
          pending={sent.pending}
          onConfirm={() => sent.send({ key: metric.key, expectedVersion: metric.version }, () => ask(false))}
        >
          {sent.refusal && <RefusalNote refusal={sent.refusal} />}
        </ConfirmAction>
      )}
    </>
  )
}
