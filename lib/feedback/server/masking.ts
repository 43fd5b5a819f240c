import { readPrivacy } from '@/lib/governance/server/contract'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { maskWith, type Mask } from '../core/redact'

/** What must not be stored of a text in this workspace, by its settings as they are now. */
export async function readMask(db: Db | Tx, workspaceId: WorkspaceId): Promise<Mask> {
  const { settings } = await readPrivacy(db, workspaceId)
  return maskWith(settings.redactions)
}
