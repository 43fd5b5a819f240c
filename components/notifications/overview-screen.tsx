'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect } from 'react'
import { useLive } from '@/components/live/use-live'
import { RolloutsTable } from '@/components/rollouts/rollouts-table'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import { writeCookie } from '@/components/ui/cookie'
import { plural } from '@/lib/kernel/format'
import { paths } from '@/lib/kernel/paths'
import { OVERVIEW_TOPICS, overviewKey, overviewQuery } from '@/lib/notifications/client/queries'
import { type OverviewView } from '@/lib/notifications/core/schema'
import { NeedsList } from './needs-list'

/** What needs me now, in order; below it what is under way and what people say. @param reader sees no actions */
export function OverviewScreen({ initial, reader }: { initial: OverviewView; reader: boolean }) {
  const client = useQueryClient()
  const { data: view } = useQuery({ ...overviewQuery(), initialData: initial })
  useLive([...OVERVIEW_TOPICS], () => void client.invalidateQueries({ queryKey: overviewKey }))
  useEffect(() => {
    const looked = () => writeCookie('looked', new Date().toISOString())
    window.addEventListener('pagehide', looked)
    return () => window.removeEventListener('pagehide', looked)
  }, [])
  const { needs, rollouts, feedback, now } = view
  const { since } = initial // later reads do not know when this visit began
  return (
    <RoomFrame crumbs={[{ label: 'Overview' }]}>
      <div className="flex flex-col gap-5">
        <PageHead title="Overview" answer={view.answer} />
        {view.week && (
          <section aria-labelledby="week">
            <h2 id="week" className="mb-2 text-answer font-bold">
              This week
            </h2>
            <p className="card px-4 py-4 text-body">{view.week}</p>
          </section>
        )}
        <section aria-labelledby="needs">
          <h2 id="needs" className="mb-2 text-answer font-bold">
            {reader ? 'Needs somebody' : 'Needs you'}{' '}
            <span className="num font-normal text-text-3">{needs.length}</span>
          </h2>
          {needs.length === 0 ? (
            <p className="card px-4 py-5 text-body text-text-2">{view.answer}</p>
          ) : (
            <NeedsList needs={needs} now={now} reader={reader} />
          )}
        </section>
        <section aria-labelledby="flight">
          <h2 id="flight" className="mb-2 text-answer font-bold">
            Rollouts in flight <span className="num font-normal text-text-3">{rollouts.length}</span>
          </h2>
          {rollouts.length === 0 ? (
            <EmptyState title="Nothing is rolling out">Start with 1% and a way back.</EmptyState>
          ) : (
            <div className="card overflow-hidden py-1 md:pt-3">
              <RolloutsTable rows={rollouts} caption="Rollouts in flight" />
            </div>
          )}
        </section>
        {feedback && (
          <section aria-labelledby="said">
            <h2 id="said" className="mb-2 text-answer font-bold">
              What people say
            </h2>
            <p className="card px-4 py-4 text-body">
              <Link href={paths.feedback()} className="underline" prefetch={false}>
                {plural(feedback.inbox, 'item waits', 'items wait')}
              </Link>{' '}
              in the inbox{feedback.unassigned > 0 && `, ${feedback.unassigned} without an owner`}
              {feedback.rising > 0 && `; ${plural(feedback.rising, 'cluster is', 'clusters are')} rising`}.
            </p>
          </section>
        )}
        {since && (
          <p className="text-body text-text-2">
            Since you last looked (<Time at={since.at} format="short" now={now} />
            ): {plural(since.decisions, 'change of a rollout', 'changes of rollouts')},{' '}
            {plural(since.deployments, 'deployment', 'deployments')},{' '}
            {plural(since.incidents, 'event of an incident', 'events of incidents')}.
          </p>
        )}
      </div>
    </RoomFrame>
  )
}
