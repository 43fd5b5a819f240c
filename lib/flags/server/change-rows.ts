import { and, desc, eq, lt } from 'drizzle-orm'
import { flagChangeRequest } from '@/drizzle/schema/flags'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'
import { type ChangeRequestView, type ChangeState, type ChangeSubject } from '../core/change-request'
import { listEnvironments, type EnvironmentRow } from './environments'

export type ChangeRow = typeof flagChangeRequest.$inferSelect

/** A request by id, locked until the transaction ends: two who answer it take turns. */
export async function lockRequest(tx: Tx, workspaceId: WorkspaceId, id: string): Promise<ChangeRow | null> {
  const [row] = await tx
    .select()
    .from(flagChangeRequest)
    .where(and(eq(flagChangeRequest.workspaceId, workspaceId), eq(flagChangeRequest.id, id as ChangeRow['id']))) // compared only
    .for('update')
  return row ?? null
}

/** Whatever waited was written against what is now an earlier version. */
export async function outdateRequests(
  tx: Tx,
  workspaceId: WorkspaceId,
  { kind, key }: ChangeSubject,
  now: Instant,
): Promise<void> {
  await tx
    .update(flagChangeRequest)
    .set({ state: 'outdated', answeredAt: now })
    .where(
      and(
        eq(flagChangeRequest.workspaceId, workspaceId),
        eq(flagChangeRequest.subjectKind, kind),
        eq(flagChangeRequest.subjectKey, key),
        eq(flagChangeRequest.state, 'waiting'),
      ),
    )
}

export function changeView(row: ChangeRow, environments: readonly EnvironmentRow[]): ChangeRequestView {
  const places = environments.filter(({ key }) => row.environments.includes(key))
  const { id, asked, subjectKind, subjectKey, subjectVersion, told, note, author, state, signatures, createdAt } = row
  return {
    id,
    subject: { kind: subjectKind, key: subjectKey },
    kind: asked.kind,
    subjectVersion,
    environments: places.map(({ key, name }) => ({ key, name })),
    told,
    note,
    author,
    state,
    signatures,
    needed: Math.max(0, ...places.map(({ approvalsMin }) => approvalsMin)),
    fourEyes: places.some(({ fourEyes }) => fourEyes === 'demanded'),
    createdAt,
    answeredBy: row.answeredBy,
    answeredAt: row.answeredAt,
    reason: row.reason,
  }
}

export type ChangeFilter = {
  state?: ChangeState | undefined
  subject?: ChangeSubject | undefined
  /** Those asked for before this one. */
  before?: string | undefined
  limit?: number | undefined
}

/** Changes that were asked for, the newest first. */
export async function listChangeRequests(
  db: Db,
  workspaceId: WorkspaceId,
  { state, subject, before, limit = 100 }: ChangeFilter = {},
): Promise<ChangeRequestView[]> {
  const rows = await db
    .select()
    .from(flagChangeRequest)
    .where(
      and(
        eq(flagChangeRequest.workspaceId, workspaceId),
        state === undefined ? undefined : eq(flagChangeRequest.state, state),
        subject === undefined ? undefined : eq(flagChangeRequest.subjectKind, subject.kind),
        subject === undefined ? undefined : eq(flagChangeRequest.subjectKey, subject.key),
        before === undefined ? undefined : lt(flagChangeRequest.id, before as ChangeRow['id']), // compared only
      ),
    )
    .orderBy(desc(flagChangeRequest.id))
    .limit(limit)
  if (rows.length === 0) return []
  const environments = await listEnvironments(db, workspaceId)
  return rows.map((row) => changeView(row, environments))
}

export async function readChangeRequest(
  db: Db,
  workspaceId: WorkspaceId,
  id: string,
): Promise<ChangeRequestView | null> {
  const [row] = await db
    .select()
    .from(flagChangeRequest)
    .where(and(eq(flagChangeRequest.workspaceId, workspaceId), eq(flagChangeRequest.id, id as ChangeRow['id']))) // compared only
  return row ? changeView(row, await listEnvironments(db, workspaceId)) : null
}
