import { eq, sql } from 'drizzle-orm'
import { configSnapshot, environment } from '@/drizzle/schema/flags'
import { readWorkspace } from '@/lib/governance/server/contract'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { sha256 } from '@/lib/platform/audit'
import { type Tx } from '@/lib/platform/database'
import { notifyConfig } from '@/lib/platform/notify'
import { compileDocument } from '../core/compile-document'
import { type StageServed } from '../core/schema'
import { stopOf } from '../core/stops'
import { readSegments, readServed, type ServedFlag } from './flag-rows'
import { settleStrata, type OpenedStratum } from './strata'

export type Published = { revision: number; hash: string; opened: OpenedStratum[] }

/** Which stage each flag with a live rollout is in; a stopped rollout has no cohorts. */
function stagesOf(flags: readonly ServedFlag[]): Record<string, StageServed> {
  return Object.fromEntries(
    flags.flatMap(({ definition, targeting }) => {
      if (stopOf(targeting) || targeting.state === 'DISABLED') return []
      const rule = targeting.rules.find((candidate) => candidate.kind === 'rollout')
      if (!rule) return []
      const { rolloutId, stageId, share, exposedVariant, salt } = rule.serving
      return [[definition.key, { rolloutId, stageId, share, exposedVariant, salt }]]
    }),
  )
}

/**
 * Publishes what an environment serves now as its next revision, in the caller's transaction.
 * The environment's row is locked, so revisions follow one another without a gap. Strata that open by it are the caller's
 * to tell.
 */
export async function publishRevision(
  tx: Tx,
  { workspaceId, environmentId }: { workspaceId: WorkspaceId; environmentId: EnvironmentId },
  now: Instant,
): Promise<Outcome<Published>> {
  const [bumped] = await tx
    .update(environment)
    .set({ revision: sql`${environment.revision} + 1` })
    .where(eq(environment.id, environmentId))
    .returning({ revision: environment.revision, key: environment.key })
  const owner = await readWorkspace(tx, workspaceId)
  if (!bumped || !owner) return refuse('not-found', 'This environment does not exist here.')
  const flags = await readServed(tx, workspaceId, environmentId)
  const segments = await readSegments(tx, workspaceId)
  const compiled = compileDocument({
    workspaceSlug: owner.slug,
    environmentKey: bumped.key,
    revision: bumped.revision,
    flags,
    segments,
  })
  if (!compiled.ok) return compiled
  const hash = sha256(compiled.value.hashText)
  const { revision } = bumped
  const { eligible } = compiled.value
  const place = { workspaceId, environmentId, revision }
  const { stages, opened } = await settleStrata(tx, place, stagesOf(flags), eligible, now)
  await tx.insert(configSnapshot).values({ ...place, document: compiled.value.text, hash, stages, createdAt: now })
  await notifyConfig(tx, { environmentId, revision })
  return { ok: true, value: { revision, hash, opened } }
}
