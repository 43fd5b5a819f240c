import { assertNever } from '@/lib/kernel/result'
import { type DoneOutcome } from './model'
import { type TriageAct } from './schema-input'
import { snoozeWords } from './states'

const OUTCOME: Record<DoneOutcome, string> = {
  answered: 'answered',
  fixed: 'fixed',
  shipped: 'shipped',
  known: 'known already',
  'no-action': 'no action needed',
}

/** "Ana marked it done: fixed": a line of an item's history. @param names what ids are called */
export function actSentence(who: string, act: TriageAct, names: (id: string) => string): string {
  switch (act.verb) {
    case 'done':
      return `${who} marked it done: ${OUTCOME[act.outcome]}`
    case 'reopen':
      return `${who} opened it again`
    case 'start':
      return `${who} started work on it`
    case 'assign':
      return assigned(who, act, names)
    case 'prioritise':
      return `${who} set the priority to ${act.priority}`
    case 'tag':
      return `${who} ${[act.add.length ? `tagged it ${act.add.join(', ')}` : '', act.remove.length ? `took off ${act.remove.join(', ')}` : ''].filter(Boolean).join(' and ') || 'looked at the tags'}`
    case 'type':
      return `${who} said it is ${act.type.replace('_', ' ')}`
    case 'sentiment':
      return act.label ? `${who} said it reads ${act.label}` : `${who} took back the correction of its sentiment`
    case 'cluster':
      return act.clusterId === null
        ? `${who} took it out of its cluster`
        : act.clusterId === 'new'
          ? `${who} opened a cluster for it`
          : `${who} put it into ${names(act.clusterId)}`
    case 'merge':
      return `${who} merged it into ${names(act.into)}`
    case 'unmerge':
      return `${who} un-merged it`
    case 'snooze':
      return `${who} let it sleep ${snoozeWords(act.snooze)}`
    case 'wake':
      return `${who} woke it`
    case 'link':
      return `${who} linked ${act.link.title || act.link.ref}`
    case 'unlink':
      return `${who} unlinked ${act.ref}`
    case 'note':
      return `${who} wrote a note`
    case 'decline':
      return `${who} declined it: ${act.reason}`
    case 'spam':
      return `${who} marked it as spam`
    case 'unread':
      return act.unread ? `${who} marked it unread` : `${who} read it`
    default:
      return assertNever(act)
  }
}

function assigned(who: string, act: Extract<TriageAct, { verb: 'assign' }>, names: (id: string) => string): string {
  const parts = [
    act.assigneeId === undefined
      ? ''
      : act.assigneeId === null
        ? 'took its owner away'
        : `gave it to ${names(act.assigneeId)}`,
    act.teamId === undefined
      ? ''
      : act.teamId === null
        ? 'took it from its team'
        : `gave it to the team ${names(act.teamId)}`,
  ]
  return `${who} ${parts.filter(Boolean).join(' and ') || 'left it as it was'}`
}
