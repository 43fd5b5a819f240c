import { assertNever } from '@/lib/kernel/result'
import type { Instant } from '@/lib/kernel/moments'
import type { FlagKind } from './schema'
import type { Lifecycle } from './lifecycle'

/** Nobody answers for a flag whose owner reads so. */
export const NOBODY = 'nobody'

/** One flag as a list shows it. */
export type FlagRow = {
  key: string
  name: string
  kind: FlagKind
  owner: string
  tags: readonly string[]
  purpose: string
  endsOn: string | null
  archivedAt: Instant | null
  lifecycle: Pick<Lifecycle, 'state' | 'why'> & { isStale: boolean }
  namingFault: string | null
  environments: readonly FlagRowEnvironment[]
  /** The last time any client asked, in any environment. */
  seenAt: Instant | null
}

export type FlagRowEnvironment = {
  key: string
  serves: string
  /** What most cells have not is left out: a list of a thousand flags has thousands of them. */
  stopped?: true
  /** The live rollout that has a rule here. */
  rolloutId?: string
}

export const VIEWS = [
  'all',
  'mine',
  'rolling-out',
  'kill-switches',
  'ready-to-remove',
  'no-owner',
  'breaks-naming',
  'archived',
] as const
export type FlagListView = (typeof VIEWS)[number]

export const VIEW_WORDS: Readonly<Record<FlagListView, string>> = {
  all: 'All live',
  mine: 'Mine',
  'rolling-out': 'Rolling out',
  'kill-switches': 'Kill switches',
  'ready-to-remove': 'Ready to remove',
  'no-owner': 'No owner',
  'breaks-naming': 'Breaks naming rule',
  archived: 'Archived',
}

/** Whether a row is in a view. @param me name of the viewer */
export function isInView(row: FlagRow, view: FlagListView, me: string): boolean {
  if (view === 'archived') return row.archivedAt !== null
  if (row.archivedAt !== null) return false
  switch (view) {
    case 'mine':
      return row.owner === me
    case 'rolling-out':
      return row.lifecycle.state === 'rolling-out'
    case 'kill-switches':
      return row.kind === 'kill-switch'
    case 'ready-to-remove':
      return row.lifecycle.state === 'ready-to-remove' || row.lifecycle.state === 'removed-from-code'
    case 'no-owner':
      return isOwnerless(row)
    case 'breaks-naming':
      return row.namingFault !== null
    case 'all':
      return true
    default:
      return assertNever(view)
  }
}

export const isOwnerless = ({ owner }: Pick<FlagRow, 'owner'>): boolean => owner === NOBODY || owner.trim() === ''

/**
 * Rows that a filter leaves: words that key, name or purpose contain, and `owner:me`, `kind:`, `tag:`, `is:stale`,
 * `state:rolling-out`. Words are separated by blanks and all of them must fit.
 */
export function filterRows(rows: readonly FlagRow[], filter: string, me: string): FlagRow[] {
  const tests = filter
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => wordTest(word, me.toLowerCase()))
  return rows.filter((row) => tests.every((test) => test(row)))
}

function wordTest(word: string, me: string): (row: FlagRow) => boolean {
  const colon = word.indexOf(':')
  const [operator, value] = colon > 0 ? [word.slice(0, colon), word.slice(colon + 1)] : ['', word]
  if (value !== '') {
    if (operator === 'owner') return (row) => row.owner.toLowerCase().includes(value === 'me' ? me : value)
    if (operator === 'kind') return (row) => row.kind.startsWith(value)
    if (operator === 'tag') return (row) => row.tags.includes(value)
    if (operator === 'state') return (row) => row.lifecycle.state.startsWith(value)
    if (operator === 'is' && value === 'stale') return (row) => row.lifecycle.isStale
  }
  return ({ key, name, purpose }) => `${key}\n${name}\n${purpose}`.toLowerCase().includes(word)
}
