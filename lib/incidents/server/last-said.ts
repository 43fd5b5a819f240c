import { readTimelineOf } from '@/lib/governance/server/contract'
import { type IncidentId, type WorkspaceId } from '@/lib/kernel/id'
import { instant, type Instant } from '@/lib/kernel/time'
import { type Db, type Tx } from '@/lib/platform/database'

/** The last thing that somebody did to an incident, in words, for whoever comes second. */
export async function lastSaid(
  db: Db | Tx,
  workspaceId: WorkspaceId,
  incidentId: IncidentId,
): Promise<{ sentence: string; at: Instant } | null> {
  const scope = { incidentIds: [incidentId], rolloutIds: [], services: [], from: instant(0), to: null }
  const asked = { starts: ['incident.', 'role.', 'milestone.', 'suspect.'], quiet: [], before: null, limit: 1 }
  const [row] = await readTimelineOf(db, workspaceId, scope, asked)
  return row ? { sentence: row.title, at: row.recordedAt } : null
}
