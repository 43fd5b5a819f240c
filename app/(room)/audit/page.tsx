import { type Metadata } from 'next'
import { AuditScreen } from '@/components/governance/audit/audit-screen'
import { auditFilterOf } from '@/lib/governance/server/audit-filter'
import { readAudit, readAuditSpan } from '@/lib/governance/server/read-audit'
import { signedIn } from '@/lib/governance/server/session-actor'
import { paths } from '@/lib/kernel/paths'
import { numberCursor } from '@/lib/platform/rest'
import { readRolloutNames } from '@/lib/rollouts/server/rollout-names'
import { checkChainAction } from './actions'

export const metadata: Metadata = { title: 'Audit' }

const PAGE = 100

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function AuditPage({ searchParams }: Props) {
  const asked = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  const query = new URLSearchParams(asked)
  const { runtime, actor } = await signedIn(query.size > 0 ? `${paths.audit()}?${query}` : paths.audit())
  const { db } = runtime.database
  const filter = auditFilterOf(query)
  const cursor = numberCursor(query.get('cursor'))
  const rows =
    filter.ok && cursor.ok
      ? await readAudit(db, actor.workspaceId, { ...filter.value, before: cursor.value, limit: PAGE + 1 })
      : []
  const shown = rows.slice(0, PAGE)
  const ids = shown.filter(({ object }) => object.kind === 'rollout').map(({ object }) => object.id)
  return (
    <AuditScreen
      rows={shown}
      names={await readRolloutNames(db, actor.workspaceId, ids)}
      span={await readAuditSpan(db, actor.workspaceId)}
      query={query.toString()}
      refusal={filter.ok ? null : filter.message}
      next={rows.length > PAGE ? String(shown.at(-1)?.position) : null}
      now={runtime.now()}
      check={checkChainAction}
    />
  )
}
