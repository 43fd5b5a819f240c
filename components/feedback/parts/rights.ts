import { type Permission } from '@/lib/kernel/permissions'

/** Why this viewer may not do something, by what it is; null: they may. Buttons and keys say it. */
export type Rights = {
  triage: string | null
  reply: string | null
  reveal: string | null
  exportPerson: string | null
  erasePerson: string | null
}

const READ = 'You can read this, not change it. Ask somebody with the role Triage.'
const REVEAL = 'Originals are for the roles Triage, On-call and Admin. Ask somebody who has one of them.'
const ADMIN = 'Only the role Admin may do this. Ask somebody who has it.'

/** @param may whether the viewer has a permission */
export function rightsOf(may: (permission: Permission) => boolean): Rights {
  const unless = (permission: Permission, reason: string) => (may(permission) ? null : reason)
  return {
    triage: unless('feedback.triage', READ),
    reply: unless('feedback.reply', READ),
    reveal: unless('feedback.reveal', REVEAL),
    exportPerson: unless('person.export', ADMIN),
    erasePerson: unless('person.erase', ADMIN),
  }
}
