import { readPrivacy } from '@/lib/governance/server/contract'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db, type Tx } from '@/lib/platform/database'
import { maskWith, type Mask } from '../core/redact'
import { type SlaPolicy } from '../core/schema'
import { slaOf } from './sla'

/** What the workspace decided about that which comes in. */
export type DoorSettings = {
  mask: Mask
  /** What people are told who did not say what they were told. */
  consentText: string
  sla: SlaPolicy
}

/** Read anew for each delivery: who cuts something out means from now on. */
export async function doorSettings(db: Db | Tx, workspaceId: WorkspaceId): Promise<DoorSettings> {
  const [{ settings }, { policy }] = await Promise.all([readPrivacy(db, workspaceId), slaOf(db, workspaceId)])
  return { mask: maskWith(settings.redactions), consentText: settings.consentText, sla: policy }
}
