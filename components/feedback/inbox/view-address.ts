import { type FeedbackCounts, type SavedView } from '@/lib/feedback/core/schema'

/** The views that every workspace has; saved ones follow, on keys 1 to 9. */
export const VIEWS: readonly { view: string; label: string; count: keyof FeedbackCounts }[] = [
  { view: 'inbox', label: 'Inbox', count: 'inbox' },
  { view: 'mine', label: 'Mine', count: 'mine' },
  { view: 'unassigned', label: 'Unassigned', count: 'unassigned' },
  { view: 'rising', label: 'Rising', count: 'rising' },
  { view: 'snoozed', label: 'Snoozed', count: 'snoozed' },
  { view: 'waiting', label: 'Waiting', count: 'waiting' },
  { view: 'done', label: 'Done', count: 'done' },
  { view: 'spam', label: 'Spam', count: 'spam' },
]

/** The inbox's address taken apart. */
export type ViewAddress = {
  /** The saved view that it names. */
  saved: SavedView | null
  /** It names a saved view that is gone, or that nobody shares with this person. */
  gone: boolean
  /** All that is asked for, the words of the saved view included; always in the same order. */
  asked: URLSearchParams
  /** Something else is asked for than the saved view alone. */
  changed: boolean
}

/** What an address asks for. A saved view stands for its words; what the address says beside it wins, nothing included. */
export function readViewAddress(address: URLSearchParams, views: readonly SavedView[]): ViewAddress {
  const named = address.get('view') ?? ''
  const isSaved = named.startsWith('fvw_')
  const saved = views.find(({ id }) => id === named) ?? null
  const beside = [...address].filter(([name]) => name !== 'sel' && !(isSaved && name === 'view'))
  const own = [...new URLSearchParams(saved?.query ?? '')]
  const asked = inOrder([...own, ...beside])
  return {
    saved,
    gone: isSaved && saved === null,
    asked,
    changed: saved !== null && asked.toString() !== inOrder(own).toString(),
  }
}

/** What is usual is left out, so that the same list has one address. */
const isUsual = ([name, value]: [string, string]): boolean =>
  value === '' || (name === 'view' && value === 'inbox') || (name === 'sort' && value === '-received')

const inOrder = (pairs: readonly [string, string][]): URLSearchParams =>
  new URLSearchParams(
    [...new Map(pairs)].filter((pair) => !isUsual(pair)).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  )

/** The address with one filter changed. A word of a saved view is taken away by asking for nothing there. */
export function withFilter(
  address: URLSearchParams,
  { saved, gone }: Pick<ViewAddress, 'saved' | 'gone'>,
  name: string,
  value: string,
): string {
  const next = new URLSearchParams(address)
  next.delete('sel')
  const own = new URLSearchParams(saved?.query ?? '').get(name) ?? ''
  if (value === own) next.delete(name)
  else next.set(name, value)
  // Without a view the address would open the one this browser begins with.
  if (gone || !next.has('view')) next.set('view', 'inbox')
  return next.toString()
}

const NAMES: Readonly<Record<string, string>> = {
  view: 'view',
  q: 'words',
  channel: 'channel',
  sentiment: 'sentiment',
  exposed: 'cohort',
  due: 'due',
  sort: 'order',
}

/** What a list holds, as words: `view mine · words card · order negative`. */
export function askedWords(asked: URLSearchParams): string {
  const words = [...asked].map(([name, value]) => `${NAMES[name] ?? name} ${value}`)
  return words.length === 0 ? 'The whole inbox, the newest first.' : words.join(' · ')
}
