import { type FeedbackItemView, type MessageView, type PresenceView } from '@/lib/feedback/core/schema'

const SHOWN = 3

function namesOf(people: readonly { name: string }[]): string {
  const shown = people.slice(0, SHOWN).map(({ name }) => name)
  const more = people.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  const last = shown.pop() ?? ''
  return shown.length > 0 ? `${shown.join(', ')} and ${last}` : last
}

/** Who else is at an item, writers first; null: nobody. */
export function presenceSentence(people: PresenceView['people']): string | null {
  const writers = people.filter(({ typing }) => typing)
  const readers = people.filter(({ typing }) => !typing)
  const write =
    writers.length > 0 ? `${namesOf(writers)} ${writers.length === 1 ? 'is' : 'are'} writing an answer.` : ''
  const read = readers.length > 0 ? `${namesOf(readers)} ${readers.length === 1 ? 'has' : 'have'} it open too.` : ''
  return [write, read].filter(Boolean).join(' ') || null
}

/** The same beside a row, where there is room for a few words. */
export const presenceShort = (people: PresenceView['people']): string =>
  `${namesOf(people)} ${people.length === 1 ? 'has' : 'have'} it open`

const LOST: ReadonlySet<MessageView['delivery']> = new Set(['failed', 'suppressed'])
const quote = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text)

/**
 * Why an answer sent now would be a second one; null: it would be the first since they wrote.
 * @param known ids of the messages that were there when the writer began
 */
export function secondAnswer(
  { thread }: Pick<FeedbackItemView, 'thread'>,
  known: ReadonlySet<string>,
  people: PresenceView['people'],
): string | null {
  const said = thread.filter(
    ({ direction, delivery }) => direction === 'in' || (direction === 'out' && !LOST.has(delivery)),
  )
  const last = said.at(-1)
  if (last?.direction === 'out') {
    const when = known.has(last.id) ? 'answered already, and they have not written since' : 'answered while you wrote'
    return `${last.author} ${when}: “${quote(last.text)}”`
  }
  const writers = people.filter(({ typing }) => typing)
  return writers.length > 0 ? `${namesOf(writers)} ${writers.length === 1 ? 'is' : 'are'} writing an answer now.` : null
}
