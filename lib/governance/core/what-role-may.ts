import { capabilities, may, Role, type Permission } from '@/lib/kernel/permissions'

/** What a deed is called among people; others are named after their permission: `incident.lead` is "Lead incidents". */
const WORDS: Readonly<Partial<Record<Permission, string>>> = {
  'workspace.read': 'Read everything',
  'flag.stop': 'Stop exposure of a flag',
  'flag.approve': 'Approve changes of what flags serve',
  'flag.configure': 'Change the naming rule of flags',
  'rollout.request-approval': 'Ask for approval',
  'rollout.keep-paused': 'Keep a rollout paused',
  'rollout.accept-risk': 'Accept a risk',
  'rollout.stop': 'Stop exposure',
  'rollout.undo': 'Undo own decisions',
  'feedback.triage': 'Work the inbox',
  'feedback.reply': 'Answer people',
  'feedback.configure': 'Set up sources and rules',
  'feedback.reveal': 'See masked text',
  'person.export': 'Export a person’s data',
  'person.erase': 'Erase a person',
  'incident.respond': 'Work on incidents',
  'comment.write': 'Write comments',
  'simulation.advance': 'Move a simulated clock',
  'environment.edit': 'Change environments, approvals and freezes',
  'key.edit': 'Create and revoke API keys',
  'session.revoke': 'End own sessions',
  'account.edit': 'Change the own password',
  'access.request': 'Ask for another role',
  'member.edit': 'Invite, change and remove members',
  'team.edit': 'Change teams and on-call',
  'privacy.edit': 'Change retention and privacy',
  'mail.edit': 'Set up mail',
  'sso.edit': 'Set up single sign-on',
  'workspace.edit': 'Rename the workspace',
}

const GROUPS: Readonly<Record<string, string>> = {
  workspace: 'Workspace',
  flag: 'Flags',
  segment: 'Flags',
  rollout: 'Rollouts',
  feedback: 'Feedback',
  person: 'Feedback',
  incident: 'Incidents',
  metric: 'Metrics',
  comment: 'Workspace',
}

export type Deed = { permission: Permission; group: string; words: string; roles: readonly Role[] }

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Everything that can be done here and by whom: the table that buttons and commands ask, in words. */
export const deeds: readonly Deed[] = permissionsOf().map((permission) => {
  const [object = '', verb = ''] = permission.split('.')
  return {
    permission,
    group: GROUPS[object] ?? 'Settings',
    words: WORDS[permission] ?? `${capital(verb.replaceAll('-', ' '))} ${object}s`,
    roles: capabilities[permission],
  }
})

export const roles: readonly Role[] = Role.options

/** What one role may do and may not. */
export function whatRoleMay(role: Role): { may: Deed[]; mayNot: Deed[] } {
  return {
    may: deeds.filter(({ permission }) => may(role, permission)),
    mayNot: deeds.filter(({ permission }) => !may(role, permission)),
  }
}

function permissionsOf(): Permission[] {
  return Object.keys(capabilities) as Permission[] // the keys of the table are its permissions
}
