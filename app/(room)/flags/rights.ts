import { type Rights } from '@/components/flags/shared-types'
import { actorMay, type Member } from '@/lib/kernel/actor'
import { type Permission } from '@/lib/kernel/permissions'

/** What the viewer may do with flags, each as the reason of its button. */
export function rightsOf(actor: Member): Rights {
  const reason = (permission: Permission, who: string) =>
    actorMay(actor, permission) ? null : `Needs ${who}. Ask an admin.`
  return {
    edit: reason('flag.edit', 'the role engineer'),
    stop: reason('flag.stop', 'the role engineer'),
    approve: reason('flag.approve', 'the role approver'),
    segment: reason('segment.edit', 'the role engineer'),
    configure: reason('flag.configure', 'the role approver'),
  }
}
