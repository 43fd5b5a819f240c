import { type StateKind, type VerdictCode } from './schema'

/** What a list of rollouts is narrowed to; written in the address as people type it. */
export type ListQuery = { words: string[]; owner: string | null; states: StateKind[]; verdict: VerdictCode | null }

/** Views by name: what each adds to what is typed. */
export const VIEWS = {
  all: { name: 'All', query: '' },
  mine: { name: 'Mine', query: 'owner:me' },
  decide: { name: 'Needs a decision', query: 'state:waiting' },
  running: { name: 'Running', query: 'state:running' },
  harmful: { name: 'Harmful', query: 'verdict:harmful' },
} as const

const STATES: Readonly<Record<string, readonly StateKind[]>> = {
  draft: ['draft'],
  awaiting: ['awaiting-approval'],
  'awaiting-approval': ['awaiting-approval'],
  running: ['running'],
  holding: ['holding'],
  paused: ['paused'],
  stopped: ['stopped'],
  'rolling-back': ['rolling-back'],
  'rolled-back': ['rolled-back'],
  finished: ['finished'],
  abandoned: ['abandoned'],
  waiting: ['paused', 'stopped', 'holding', 'awaiting-approval', 'rolling-back'],
  live: ['running', 'paused', 'stopped', 'holding', 'awaiting-approval', 'rolling-back'],
  ended: ['rolled-back', 'finished', 'abandoned'],
}
const VERDICTS: readonly VerdictCode[] = [
  'safe-so-far',
  'harm-ruled-out',
  'neutral',
  'too-early',
  'cannot-tell',
  'close-to-limit',
  'harmful',
  'harmful-for-segment',
  'comparison-broken',
  'outside-cause',
]

/** `owner:me state:paused checkout`: operators, and words that flag or number must have. Unknown operators are words. */
export function parseList(text: string): ListQuery {
  const query: ListQuery = { words: [], owner: null, states: [], verdict: null }
  for (const token of text.slice(0, 300).match(/[a-z]+:"[^"]*"|\S+/gi) ?? []) {
    const [, operator = '', raw = ''] = /^([a-z]+):(.*)$/i.exec(token) ?? []
    const value = raw.replaceAll('"', '')
    const states = STATES[value.toLowerCase()]
    const verdict = VERDICTS.find((code) => code === value.toLowerCase())
    if (operator === 'owner' && value !== '') query.owner = value
    else if (operator === 'state' && states) query.states = [...new Set([...query.states, ...states])]
    else if (operator === 'verdict' && verdict) query.verdict = verdict
    else query.words.push(token.toLowerCase())
  }
  return query
}

type Listed = { name: string; flag: string; owner: string; state: StateKind; verdictCode: VerdictCode | null }

/** Whether a row is among what is asked for. @param viewer the name that `owner:me` means */
export function isListed(row: Listed, query: ListQuery, viewer: string): boolean {
  const owner = query.owner?.toLowerCase() === 'me' ? viewer : query.owner
  if (owner !== null && !row.owner.toLowerCase().includes(owner.toLowerCase())) return false
  if (query.states.length > 0 && !query.states.includes(row.state)) return false
  if (query.verdict !== null && row.verdictCode !== query.verdict) return false
  const text = `${row.name} ${row.flag}`.toLowerCase()
  return query.words.every((word) => text.includes(word))
}
