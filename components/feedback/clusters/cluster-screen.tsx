'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { useAction, type Action } from '@/components/live/use-action'
import { useLive } from '@/components/live/use-live'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { Time } from '@/components/ui/time'
import { clusterQuery, feedbackKeys, feedbackTopics } from '@/lib/feedback/client/queries'
import { type ClusterView } from '@/lib/feedback/core/schema'
import { percent, plural } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { CLUSTER_STATE } from './cluster-words'

export type ClusterActions = { edit: Action<unknown>; merge: Action<unknown> }
type Props = { initial: ClusterView; mayTriage: boolean; now: Instant; actions: ClusterActions }

const NO = 'You can read this, not change it. Ask somebody with the role Triage.'

/** One cluster: who says it, since when, in which cohort, in their words. */
export function ClusterScreen({ initial, mayTriage, now, actions }: Props) {
  const client = useQueryClient()
  const { data: cluster } = useQuery({ ...clusterQuery(initial.id), initialData: initial })
  useLive(feedbackTopics.cluster(initial.id), () => {
    void client.invalidateQueries({ queryKey: feedbackKeys.clusters() })
  })
  const most = Math.max(1, ...cluster.trend.map(({ people }) => people))
  return (
    <RoomFrame
      crumbs={[
        { label: 'Feedback', href: paths.feedback() },
        { label: 'Clusters', href: paths.clusters() },
        { label: cluster.name },
      ]}
    >
      <div className="flex max-w-4xl flex-col gap-4">
        <PageHead title={`${cluster.name} “${cluster.title}”`} answer={answerOf(cluster)} />
        <EditForm key={cluster.version} cluster={cluster} reason={mayTriage ? null : NO} edit={actions.edit} />
        <Part title="New people a day">
          <ol className="flex h-20 items-end gap-1" aria-label="New people a day">
            {cluster.trend.map(({ day, people }) => (
              <li key={day} className="flex-1" title={`${day}: ${people}`}>
                <span className="sr-only">
                  {day}: {people}
                </span>
                <span
                  aria-hidden="true"
                  className="block rounded-t-chip bg-accent"
                  style={{ height: `${Math.max(2, (people / most) * 76)}px` }}
                />
              </li>
            ))}
          </ol>
        </Part>
        {cluster.flags.length > 0 && (
          <Part title="Flags these people had">
            <ul className="num flex flex-col gap-1">
              {cluster.flags.map(({ flagKey, exposed, baseline }) => (
                <li key={flagKey}>
                  <Link href={paths.flag(flagKey)} prefetch={false} className="underline">
                    {flagKey}
                  </Link>
                  : {exposed} exposed, {baseline} baseline
                </li>
              ))}
            </ul>
          </Part>
        )}
        {cluster.slices.length > 0 && (
          <Part title="Who">
            <ul className="num flex flex-wrap gap-x-6 gap-y-1">
              {cluster.slices.map(({ dimension, value, people, share }) => (
                <li key={dimension + value}>
                  {dimension} {value}: {people} ({percent(share)})
                </li>
              ))}
            </ul>
          </Part>
        )}
        <Part title="In their words">
          <ul className="flex flex-col gap-2">
            {cluster.quotes.map((quote) => (
              <li key={quote.id}>
                <Link href={paths.feedbackItem(quote.name)} prefetch={false} className="num text-dense underline">
                  {quote.name}
                </Link>{' '}
                “{quote.text}”
              </li>
            ))}
          </ul>
          <Link
            href={`${paths.feedback()}?view=all&q=cluster:${cluster.name}`}
            prefetch={false}
            className="w-fit underline"
          >
            Open all {plural(cluster.items, 'item', 'items')} in the inbox
          </Link>
        </Part>
        {cluster.maybeSame.length > 0 && (
          <Part title="Perhaps the same">
            <MaybeSame cluster={cluster} reason={mayTriage ? null : NO} merge={actions.merge} />
          </Part>
        )}
        <Part title="History">
          <ol className="flex flex-col gap-1 text-dense">
            {cluster.history.map((line, i) => (
              <li key={line.actId ?? i}>
                {line.sentence} · <Time at={line.at} format="short" now={now} />
              </li>
            ))}
          </ol>
        </Part>
      </div>
    </RoomFrame>
  )
}

function answerOf(cluster: ClusterView): string {
  const who = `${plural(cluster.people, 'person', 'people')} in ${plural(cluster.items, 'item', 'items')}`
  const cohorts = `${cluster.exposedPeople} of them exposed, ${cluster.baselinePeople} baseline`
  return `${CLUSTER_STATE[cluster.state]}. ${who}, ${cohorts}.${cluster.rising ? ` Rising: ${cluster.newPeople24h} new in 24 h.` : ''}`
}

type EditProps = { cluster: ClusterView; reason: string | null; edit: Action<unknown> }
const STATES = ['open', 'planned', 'shipped', 'told'] as const

function EditForm({ cluster, reason, edit }: EditProps) {
  const sent = useAction(edit, feedbackKeys.clusters())
  const [name, setName] = useState(cluster.title)
  const [state, setState] = useState<string>(cluster.state)
  const save = () =>
    void sent.send({
      clusterId: cluster.id,
      expectedVersion: cluster.version,
      name: name.trim(),
      ...(STATES.some((one) => one === state) && state !== cluster.state ? { state } : {}),
    })
  return (
    <form
      className="card flex flex-wrap items-end gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!reason) save()
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
              {!STATES.some((one) => one === cluster.state) && (
                <option value={cluster.state}>{CLUSTER_STATE[cluster.state]}</option>
              )}
              {STATES.map((one) => (
                <option key={one} value={one}>
                  {CLUSTER_STATE[one]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Button type="submit" look="primary" disabledReason={reason} pending={sent.isPending}>
        Save
      </Button>
      {sent.refusal && <RefusalNote refusal={sent.refusal} />}
      {sent.fault && <Banner tone="warn">Nothing changed: Soundings couldn’t be reached. Try again.</Banner>}
    </form>
  )
}

type MergeProps = { cluster: ClusterView; reason: string | null; merge: Action<unknown> }

/** A person confirms what similarity only suggests. */
function MaybeSame({ cluster, reason, merge }: MergeProps) {
  const sent = useAction(merge, feedbackKeys.clusters())
  return (
    <>
      <ul className="flex flex-col gap-2">
        {cluster.maybeSame.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-3">
            <Link href={paths.cluster(one.name)} prefetch={false} className="num underline">
              {one.name}
            </Link>
            <span>
              “{one.title}” <span className="num text-text-2">{percent(one.similarity)} alike</span>
            </span>
            <Button
              size="small"
              disabledReason={reason}
              pending={sent.isPending}
              aria-label={`Merge ${one.name} into this`}
              onClick={() => void sent.send({ clusterId: cluster.id, from: one.id })}
            >
              Merge into this
            </Button>
          </li>
        ))}
      </ul>
      {sent.refusal && <RefusalNote refusal={sent.refusal} />}
    </>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="card flex flex-col gap-2 p-4 text-body">
    <h2 className="text-answer font-bold">{title}</h2>
    {children}
  </section>
)
