/** Infinitive, for what was refused; past, for what was done; `alone` where the words already name what was acted on. */
type Words = readonly [infinitive: string, past: string, object?: 'alone']

/** Verbs of several words, and those whose own word is not what people say. */
const WORDS: Readonly<Record<string, Words>> = {
  'access.decide': ['answer a request for access', 'answered a request for access', 'alone'],
  'access.request': ['ask for more access', 'asked for more access', 'alone'],
  'consent.set': ['note the consent of', 'noted the consent of'],
  'feedback-view.start': ['choose a view to begin with', 'chose a view to begin with', 'alone'],
  'deployment-mapping.remove': ['remove a mapping of deployments', 'removed a mapping of deployments', 'alone'],
  'deployment-mapping.save': ['map deployments of', 'mapped deployments of'],
  'deployment-source.create': ['set up a webhook for deployments', 'set up a webhook for deployments', 'alone'],
  'deployment-source.remove': ['remove a webhook for deployments', 'removed a webhook for deployments', 'alone'],
  'deployment.take': ['take a report of', 'took a report of'],
  'feedback.bulk': ['triage', 'triaged'],
  'feedback.cluster': ['move to a cluster', 'moved to a cluster'],
  'feedback.done': ['call done', 'called done'],
  'feedback.import': ['import', 'imported'],
  'feedback.link': ['tie work to', 'tied work to'],
  'feedback.note': ['write a note on', 'wrote a note on'],
  'feedback.reply': ['reply to', 'replied to'],
  'feedback.reveal': ['reveal what is hidden in', 'revealed what is hidden in'],
  'feedback.sentiment': ['correct the sentiment of', 'corrected the sentiment of'],
  'feedback.spam': ['call spam', 'called spam'],
  'feedback.type': ['correct the type of', 'corrected the type of'],
  'feedback.undo': ['undo a step of triage', 'undid a step of triage', 'alone'],
  'feedback.unlink': ['untie work from', 'untied work from'],
  'feedback.unmerge': ['take apart again', 'took apart again'],
  'feedback.unread': ['mark unread', 'marked unread'],
  'flag-naming.edit': ['edit the naming rule of flags', 'edited the naming rule of flags', 'alone'],
  'flag.approve-change': ['approve a change of', 'approved a change of'],
  'flag.copy-rules': ['copy the rules of', 'copied the rules of'],
  'flag.decline-change': ['decline a change of', 'declined a change of'],
  'flag.request-change': ['ask for a change of', 'asked for a change of'],
  'flag.restore-version': ['restore an earlier version of', 'restored an earlier version of'],
  'flag.resume': ['resume exposure of', 'resumed exposure of'],
  'flag.stop': ['stop exposure of', 'stopped exposure of'],
  'flag.withdraw-change': ['withdraw a change of', 'withdrew a change of'],
  'incident.add-note': ['write a note on', 'wrote a note on'],
  'incident.add-task': ['add a task to', 'added a task to'],
  'incident.assign': ['change who answers for', 'changed who answers for'],
  'incident.edit-row': ['edit the timeline of', 'edited the timeline of'],
  'incident.finish-task': ['tick a task of', 'ticked a task of'],
  'incident.judge-suspect': ['judge a suspect of', 'judged a suspect of'],
  'incident.link-rollout': ['tie a rollout to', 'tied a rollout to'],
  'incident.open': ['declare', 'declared'],
  'incident.post-update': ['post an update on', 'posted an update on'],
  'incident.recover': ['call recovered', 'saw the recovery of'],
  'incident.set-milestone': ['set a milestone of', 'set a milestone of'],
  'incident.set-severity': ['change the severity of', 'changed the severity of'],
  'incident.set-state': ['change the state of', 'changed the state of'],
  'incident.take-alerts': ['take alerts into', 'took alerts into'],
  'incident.unlink-rollout': ['untie a rollout from', 'untied a rollout from'],
  'incident.unmerge': ['take apart again', 'took apart again'],
  'invitation.accept': ['accept an invitation', 'accepted an invitation', 'alone'],
  'invitation.create': ['send', 'sent'],
  'mail-server.edit': ['edit the mail server', 'edited the mail server', 'alone'],
  'mail-server.remove': ['remove the mail server', 'removed the mail server', 'alone'],
  'mail.resend': ['send a mail again', 'sent a mail again', 'alone'],
  'password.change': ['change their password', 'changed their password', 'alone'],
  'password.make-link': ['make a password link for', 'made a password link for'],
  'password.request-reset': ['ask for a password link', 'asked for a password link', 'alone'],
  'password.reset': ['set a new password', 'set a new password', 'alone'],
  'privacy.edit': ['edit retention and privacy', 'edited retention and privacy', 'alone'],
  'routing-rule.order': [
    'put the routing rules into another order',
    'put the routing rules into another order',
    'alone',
  ],
  'rollout.accept-risk': ['accept a risk of', 'accepted a risk of'],
  'rollout.comment': ['comment on', 'commented on'],
  'rollout.confirm': ['count the clients of', 'saw the clients confirm'],
  'rollout.keep-paused': ['keep paused', 'kept paused'],
  'rollout.request-approval': ['ask for approval of', 'asked for approval of'],
  'rollout.roll-back': ['roll back', 'rolled back'],
  'rollout.stop': ['stop exposure of', 'stopped exposure of'],
  'rollout.undo': ['undo the last decision on', 'undid the last decision on'],
  'session.revoke': ['sign out a session', 'signed out a session', 'alone'],
  'session.start': ['sign in', 'signed in', 'alone'],
  'sla.edit': ['edit the times of answer', 'edited the times of answer', 'alone'],
  'sso.admit': ['let in by single sign-on', 'let in by single sign-on'],
  'sso.edit': ['edit single sign-on', 'edited single sign-on', 'alone'],
  'sso.remove': ['remove single sign-on', 'removed single sign-on', 'alone'],
  'timeline.tell': ['write on the timeline', 'wrote on the timeline', 'alone'],
  'workspace.edit': ['edit the workspace', 'edited the workspace', 'alone'],
  'workspace.remove-sample': ['remove the sample data', 'removed the sample data', 'alone'],
}

/** Words that do not take -ed. */
const PAST: Readonly<Record<string, string>> = {
  begin: 'began',
  cut: 'cut',
  give: 'gave',
  make: 'made',
  pin: 'pinned',
  plan: 'planned',
  put: 'put',
  send: 'sent',
  set: 'set',
  split: 'split',
  stop: 'stopped',
  tag: 'tagged',
  take: 'took',
  tell: 'told',
  undo: 'undid',
  wake: 'woke',
  withdraw: 'withdrew',
  write: 'wrote',
}

function past(word: string): string {
  const known = PAST[word]
  if (known) return known
  if (word.endsWith('e')) return `${word}d`
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ied` : `${word}ed`
}

/** What people say for a verb: `key.create` → create, created; `member.change-role` → change role of, changed role of. */
export function verbWords(verb: string): Words {
  const known = WORDS[verb]
  if (known) return known
  const [first = verb, ...rest] = (verb.split('.')[1] ?? verb).split('-')
  const tail = rest.length > 0 ? ` ${rest.join(' ')} of` : ''
  return [`${first}${tail}`, `${past(first)}${tail}`]
}

/** Whether a verb reads as people speak: it has words of its own, or is one plain word. */
export const readsWell = (verb: string): boolean => verb in WORDS || /^[a-z-]+\.[a-z]+$/.test(verb)
