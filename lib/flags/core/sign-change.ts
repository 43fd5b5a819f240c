import type { Member } from '@/lib/kernel/actor'
import { refuse, type Refusal } from '@/lib/kernel/result'
import type { ChangeRequestView, ChangeState } from './change-request'

const STATE_WORDS: Readonly<Record<ChangeState, string>> = {
  waiting: 'It waits for approval',
  done: 'It is approved and in force already',
  declined: 'It was declined',
  withdrawn: 'It was withdrawn',
  outdated: 'It was written against an earlier version',
}

/** Nothing more happens to a change that no longer waits. */
export function answeredRefusal({ state }: Pick<ChangeRequestView, 'state'>): Refusal | null {
  if (state === 'waiting') return null
  return refuse('not-waiting', STATE_WORDS[state], { remedy: 'Ask anew from how it is now' })
}

type Signed = Pick<ChangeRequestView, 'state' | 'author' | 'signatures' | 'fourEyes'>

/** Why somebody may not sign a change; null: they may. */
export function signRefusal(request: Signed, actor: Pick<Member, 'kind' | 'id'>): Refusal | null {
  const answered = answeredRefusal(request)
  if (answered) return answered
  if (actor.kind !== 'person') {
    return refuse('person-required', 'A sign-off is given by a person', { remedy: 'Ask an approver' })
  }
  if (request.fourEyes && request.author.id === actor.id) {
    return refuse('self-approval', 'You asked for this change, so someone else must approve', {
      remedy: 'Ask another approver',
    })
  }
  if (request.signatures.some(({ by }) => by === actor.id)) {
    return refuse('already-approved', 'You have approved this already', { remedy: 'Others must sign' })
  }
  return null
}
