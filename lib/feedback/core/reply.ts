import { refuse, type Outcome } from '@/lib/kernel/result'
import { type Triage } from './model'
import { type ReplyInput } from './schema-input'
import { isOpen } from './states'

/** What an answer makes of an item: a question waits, a closer closes, a plain answer marks it as seen to. */
export function decideReply(
  triage: Triage,
  { kind, done, text }: Pick<ReplyInput, 'kind' | 'done' | 'text'>,
): Outcome<Triage> {
  const { state } = triage
  if (state.kind === 'spam' || state.kind === 'duplicate' || state.kind === 'closed')
    return refuse('not-possible-now', 'Nobody can answer it as it is.', {
      remedy: state.kind === 'duplicate' ? 'Answer the item it is merged into.' : 'Reopen it first.',
    })
  const read: Triage = { ...triage, unread: false, woke: null }
  if (kind === 'ask') {
    const before = state.kind === 'waiting' ? triage.before : isOpen(state) ? state : { kind: 'triaged' as const }
    return { ok: true, value: { ...read, state: { kind: 'waiting' }, before, snooze: null } }
  }
  const outcome = done ?? (kind === 'did' ? 'fixed' : undefined)
  if (kind === 'why-not' && done === undefined)
    return {
      ok: true,
      value: {
        ...read,
        state: { kind: 'declined', reason: text.slice(0, 1000) },
        before: openOf(triage),
        snooze: null,
      },
    }
  if (outcome)
    return { ok: true, value: { ...read, state: { kind: 'done', outcome }, before: openOf(triage), snooze: null } }
  return { ok: true, value: state.kind === 'new' ? { ...read, state: { kind: 'triaged' } } : read }
}

const openOf = ({ state, before }: Triage): Triage['before'] =>
  state.kind === 'waiting' ? before : isOpen(state) ? state : before

const WORDS: Record<ReplyInput['kind'], string> = {
  acknowledge: 'thanked them',
  did: 'told them what was done',
  'why-not': 'told them why not',
  answer: 'answered',
  ask: 'asked them back',
}
export const replySentence = (who: string, { kind }: Pick<ReplyInput, 'kind'>): string => `${who} ${WORDS[kind]}`
