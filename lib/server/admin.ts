import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replayDecision, type Replayed } from '@/lib/analysis/server/replay-decision'
import { findWorkspace, listWorkspaces, type WorkspaceRow } from '@/lib/governance/server/workspaces'
import { ok, refuse, type Outcome } from '@/lib/kernel/result'
import { verifyAudit, type ChainState } from '@/lib/platform/audit'
import { isAway } from '@/lib/platform/database'
import { migrate } from '@/lib/platform/migrate'
import { clusterPaths } from '@/lib/platform/postgres-cluster'
import { urlOf } from '@/lib/platform/postgres-connect'
import { findPostmaster } from '@/lib/platform/postgres-postmaster'
import { projectRoot } from '@/lib/platform/root'
import { openRuntime, type Runtime } from '@/lib/platform/runtime'

/** Names the database: DATABASE_URL, else the embedded one whose data lies in SOUNDINGS_DATA (or `.soundings`). */
export type Place = Readonly<Record<string, string | undefined>>

export type VerifiedChain = ChainState & { workspace: string }

/** Recomputes the audit chain of one workspace, or of all. */
export function verifyChains(place: Place, slug?: string): Promise<Outcome<VerifiedChain[]>> {
  return withRuntime(place, async (runtime) => {
    const workspaces = await chosen(runtime, slug)
    if (!workspaces.ok) return workspaces
    const chains: VerifiedChain[] = []
    for (const { id, slug: workspace } of workspaces.value) {
      chains.push({ workspace, ...(await verifyAudit(runtime.database.db, id)) })
    }
    return ok(chains)
  })
}

export type ReplayedDecision = Replayed & { workspace: string; decision: string; rollout: string }

/** Reaches the verdict behind a decision again from the stored deltas. @param name `dec_…` or `DEC-12` */
export function replayNamed(place: Place, name: string, slug?: string): Promise<Outcome<ReplayedDecision>> {
  return withRuntime(place, async (runtime) => {
    const workspaces = await chosen(runtime, slug)
    if (!workspaces.ok) return workspaces
    const found = await findDecisions(runtime, name, workspaces.value)
    const [first, second] = found
    if (!first)
      return refuse('not-found', `There is no decision ${name} here.`, { remedy: 'GET /api/v1/decisions lists them.' })
    if (second)
      return refuse('ambiguous', `${name} is in ${found.map(({ workspace }) => workspace.slug).join(' and ')}.`, {
        remedy: 'Name one with --workspace=<slug>.',
      })
    const { workspace, decision, rollout } = first
    const actor = { kind: 'system', id: 'system', workspaceId: workspace.id, name: 'Soundings' } as const
    const replayed = await replayDecision(runtime, actor, { rollout, decision })
    return replayed.ok ? ok({ ...replayed.value, workspace: workspace.slug, decision, rollout }) : replayed
  })
}

/** Brings the database to the newest schema. */
export const migrateDatabase = (place: Place): Promise<Outcome<null>> =>
  reach(place, async (url) => {
    await migrate(url)
    return ok(null)
  })

const withRuntime = <T>(place: Place, act: (runtime: Runtime) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
  reach(place, async (url) => {
    const runtime = openRuntime(url, 'admin', { max: 2 })
    try {
      return await act(runtime)
    } finally {
      await runtime.database.close()
    }
  })

async function reach<T>(place: Place, act: (url: string) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const url = place['DATABASE_URL'] || (await embeddedUrl(place['SOUNDINGS_DATA'] || join(projectRoot(), '.soundings')))
  if (!url)
    return refuse('no-database', 'No database runs here.', {
      remedy: 'Start Soundings with `npm start`, or set DATABASE_URL (or SOUNDINGS_DATA, the folder of its data).',
    })
  try {
    return await act(url)
  } catch (error) {
    if (!isAway(error)) throw error
    return refuse('database-away', 'The database cannot be reached.', {
      remedy: 'Look whether it runs and whether DATABASE_URL names it, then try again.',
    })
  }
}

/** Address of the embedded server if it runs. It is only read: starting and stopping belong to the server process. */
async function embeddedUrl(dataDir: string): Promise<string | null> {
  const paths = clusterPaths(dataDir)
  const running = await findPostmaster(paths.cluster)
  if (!running || running.port === 0) return null
  return urlOf(running.port, (await readFile(paths.password, 'utf8')).trim())
}

async function chosen({ database }: Runtime, slug?: string): Promise<Outcome<WorkspaceRow[]>> {
  if (slug === undefined) return ok(await listWorkspaces(database.db))
  const row = await findWorkspace(database.db, slug)
  if (row) return ok([row])
  const known = (await listWorkspaces(database.db)).map((one) => one.slug).join(', ')
  return refuse('not-found', `There is no workspace ${slug}.`, { remedy: `Known are: ${known || 'none'}.` })
}

async function findDecisions({ database }: Runtime, name: string, workspaces: readonly WorkspaceRow[]) {
  const number = /^(?:DEC-)?(\d{1,9})$/i.exec(name)?.[1] ?? null
  const rows = await database.sql<{ id: string; rollout_id: string; workspace_id: string }[]>`
    select id, rollout_id, workspace_id from decision where id = ${name} or number = ${number}::int`
  return workspaces.flatMap((workspace) =>
    rows
      .filter((row) => row.workspace_id === workspace.id)
      .map((row) => ({ workspace, decision: row.id, rollout: row.rollout_id })),
  )
}
