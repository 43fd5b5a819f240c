/** One message on its way: sent again under the same id, it is stored once. */
export type Outgoing = { externalId: string } & Record<string, unknown>
type Store = Pick<Storage, 'getItem' | 'setItem'>

const NAME = 'soundings.feedback'
const MOST = 20

/** Messages that could not be sent yet, in this browser; the newest twenty. Storage may be forbidden. */
export function waiting(store: Store): Outgoing[] {
  try {
    const kept: unknown = JSON.parse(store.getItem(NAME) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isOutgoing) : []
  } catch {
    return []
  }
}

const isOutgoing = (value: unknown): value is Outgoing =>
  typeof value === 'object' && value !== null && 'externalId' in value && typeof value.externalId === 'string'

function keep(store: Store, all: readonly Outgoing[]): void {
  try {
    store.setItem(NAME, JSON.stringify(all.slice(-MOST)))
  } catch {
    // A full or forbidden storage loses only what is not sent before the page closes.
  }
}

export type Answer = 'taken' | 'refused' | 'later'

/** Puts a message into the queue and sends all of it. @returns what became of this one */
export async function sendAll(
  store: Store,
  message: Outgoing | null,
  post: (message: Outgoing) => Promise<Answer>,
): Promise<Answer> {
  const all = message ? [...waiting(store), message] : waiting(store)
  keep(store, all)
  let own: Answer = 'later'
  for (const each of all.slice(-MOST)) {
    const answer = await post(each)
    if (each.externalId === message?.externalId) own = answer
    if (answer === 'later') break
    keep(
      store,
      waiting(store).filter(({ externalId }) => externalId !== each.externalId),
    )
  }
  return own
}
