'use client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { CopyButton } from '@/components/ui/copy-button'
import { sourcesQuery } from '@/lib/feedback/client/queries'
import { type RoutingRuleView, type SourceView, type TagRuleView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type Instant } from '@/lib/kernel/moments'
import { paths } from '@/lib/kernel/paths'
import { type Member } from '../inbox/asking'
import { FeedbackTabs } from '../parts/feedback-tabs'
import { type SourceActions } from './actions'
import { CsvImport } from './csv-import'
import { RoutingRules } from './routing-rules'
import { SourceList } from './source-list'
import { TagRules } from './tag-rules'
import { TestBox } from './test-box'

type Props = {
  sources: SourceView[]
  rules: TagRuleView[]
  routes: RoutingRuleView[]
  members: readonly Member[]
  origin: string
  mayConfigure: boolean
  triageReason: string | null
  now: Instant
  actions: SourceActions
}

const NO = 'You can read this, not change it. Ask somebody with the role Triage.'

/** Where feedback comes from, and what machines do with it: rules as data, with a box to try them. */
export function SourcesScreen(props: Props) {
  const { sources: initial, rules, routes, members, origin, mayConfigure, triageReason, now, actions } = props
  const { data: sources } = useQuery({ ...sourcesQuery(), initialData: initial })
  const reason = mayConfigure ? null : NO
  const broken = sources.filter(({ state }) => state === 'error').length
  const tag = `<script src="${origin}/widget.js" data-key="snd_client_…" data-label="Feedback" async></script>`
  return (
    <RoomFrame crumbs={[{ label: 'Feedback', href: paths.feedback() }, { label: 'Sources' }]}>
      <div className="flex flex-col gap-4">
        <PageHead
          title="Sources"
          answer={`${plural(sources.length, 'source has', 'sources have')} brought feedback. ${broken === 0 ? 'None is failing.' : `${broken} failing.`}`}
        />
        <FeedbackTabs here="sources" />
        <Part title="Channels">
          <SourceList sources={sources} origin={origin} reason={reason} now={now} actions={actions} />
        </Part>
        <Part title="On your pages">
          <p className="measure">
            One line, 5 kB; the tool for pictures is loaded by whoever adds one. The key is a client key of an
            environment; add <code>data-unit</code> with the signed id of whoever is signed in, and their feedback knows
            which version they had.
          </p>
          <div className="flex flex-wrap items-start gap-2">
            <code className="min-w-0 flex-1 rounded-control bg-sunken px-3 py-2 font-mono text-dense break-all">
              {tag}
            </code>
            <CopyButton text={tag} label="Copy" />
          </div>
        </Part>
        <Part title="From a file">
          <CsvImport reason={reason} action={actions.importCsv} />
        </Part>
        <Part title="Try a text">
          <TestBox classify={actions.classify} />
        </Part>
        <Part title="Tags by rules">
          <TagRules initial={rules} reason={reason} actions={actions} />
        </Part>
        <Part title="Who gets it">
          <RoutingRules
            initial={routes}
            members={members}
            reason={reason}
            triageReason={triageReason}
            actions={actions}
          />
        </Part>
      </div>
    </RoomFrame>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="card flex flex-col gap-3 p-4 text-body sm:p-6">
    <h2 className="text-h2 font-bold">{title}</h2>
    {children}
  </section>
)
