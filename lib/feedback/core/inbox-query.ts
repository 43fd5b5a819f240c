import {
  type FeedbackType,
  type SentimentLabel,
  Cohort,
  FeedbackType as Types,
  SentimentLabel as Labels,
} from './schema-words'
import { type Bucket } from './states'

export const SORTS = ['-received', 'waiting', 'due', 'negative', 'cluster', 'suggested'] as const
export type Sort = (typeof SORTS)[number]

/** Late, soon late, in time, or with nothing that is due: no target, closed, or waiting for them. */
const DUE_FILTERS = ['breached', 'at-risk', 'on-track', 'none'] as const
export type DueFilter = (typeof DUE_FILTERS)[number]

/** What the inbox is asked for: the address of its page, taken apart. */
export type InboxQuery = {
  buckets: readonly Bucket[] | null
  states: readonly string[]
  unread: boolean | null
  flags: string[]
  channels: string[]
  sentiments: SentimentLabel[]
  cohorts: Cohort[]
  tags: string[]
  types: FeedbackType[]
  /** `me`, `none`, or an id. */
  assignee: string | null
  team: string | null
  cluster: string | null
  priority: string | null
  /** Somebody who wrote. */
  person: string | null
  /** How what is owed stands; none: all. */
  due: DueFilter[]
  rising: boolean
  notEnriched: boolean
  /** Words that must all be in the text. */
  words: string[]
  sort: Sort
  /** Operators that nobody knows, to be shown and not to be silently dropped. */
  unknown: string[]
}

const VIEWS: Readonly<Record<string, Partial<InboxQuery>>> = {
  inbox: { buckets: ['inbox'] },
  mine: { buckets: ['inbox', 'waiting'], assignee: 'me' },
  unassigned: { buckets: ['inbox'], assignee: 'none' },
  rising: { buckets: ['inbox', 'waiting', 'snoozed'], rising: true },
  snoozed: { buckets: ['snoozed'] },
  waiting: { buckets: ['waiting'] },
  done: { buckets: ['done'] },
  spam: { buckets: ['spam'] },
  all: { buckets: null },
}
const OPEN: readonly Bucket[] = ['inbox', 'waiting', 'snoozed']

/** Reads `view`, `q`, `channel`, `sentiment`, `exposed`, `due` and `sort` of an address. Words in quotes stay together. */
export function readInboxQuery(query: ReadonlyMap<string, string>): InboxQuery {
  const asked: InboxQuery = {
    buckets: ['inbox'],
    states: [],
    unread: null,
    flags: [],
    channels: [],
    sentiments: [],
    cohorts: [],
    tags: [],
    types: [],
    assignee: null,
    team: null,
    cluster: null,
    priority: null,
    person: null,
    due: [],
    rising: false,
    notEnriched: false,
    words: [],
    sort: SORTS.find((sort) => sort === query.get('sort')) ?? '-received',
    unknown: [],
    ...VIEWS[query.get('view') ?? 'inbox'],
  }
  for (const part of (query.get('q') ?? '').match(/[a-z]+:"[^"]*"|"[^"]*"|\S+/giu) ?? []) apply(asked, part)
  for (const name of ['channel', 'sentiment', 'exposed', 'due']) {
    const value = query.get(name)
    if (value) for (const one of value.split(',')) apply(asked, `${name}:${one}`)
  }
  return asked
}

function apply(asked: InboxQuery, part: string): void {
  const [, name = '', quoted, plain] = /^([a-z]+):(?:"([^"]*)"|(\S+))$/iu.exec(part) ?? []
  const value = (quoted ?? plain ?? '').toLowerCase()
  const exact = quoted ?? plain ?? ''
  switch (name.toLowerCase()) {
    case '':
      asked.words.push(part.replaceAll('"', ''))
      return
    case 'is':
      applyIs(asked, value)
      return
    case 'flag':
      asked.flags.push(exact)
      return
    case 'channel':
      asked.channels.push(value)
      return
    case 'sentiment':
      take(Labels.safeParse(value), asked.sentiments, asked, part)
      return
    case 'exposed':
      if (value === 'yes' || value === 'true') asked.cohorts.push('exposed')
      else if (value === 'no') asked.cohorts.push('baseline', 'unknown')
      else take(Cohort.safeParse(value), asked.cohorts, asked, part)
      return
    case 'tag':
      asked.tags.push(value)
      return
    case 'type':
      take(Types.safeParse(value), asked.types, asked, part)
      return
    case 'assignee':
    case 'owner':
      asked.assignee = exact
      return
    case 'team':
      asked.team = exact
      return
    case 'cluster':
      asked.cluster = exact
      asked.buckets = null
      return
    case 'priority':
      asked.priority = value
      return
    case 'person':
      asked.person = exact
      return
    case 'due': {
      const known = DUE_FILTERS.find((one) => one === value)
      if (known) asked.due.push(known)
      else asked.unknown.push(part)
      return
    }
    default:
      asked.unknown.push(part)
  }
}

function take<T>(
  read: { success: true; data: T } | { success: false },
  into: T[],
  asked: InboxQuery,
  part: string,
): void {
  if (read.success) into.push(read.data)
  else asked.unknown.push(part)
}

function applyIs(asked: InboxQuery, value: string): void {
  switch (value) {
    case 'open':
      asked.buckets = OPEN
      return
    case 'unread':
      asked.unread = true
      return
    case 'read':
      asked.unread = false
      return
    case 'snoozed':
    case 'waiting':
    case 'done':
    case 'spam':
      asked.buckets = [value]
      return
    case 'duplicate':
    case 'merged':
      asked.buckets = ['merged']
      return
    case 'new':
    case 'triaged':
    case 'in_progress':
    case 'declined':
    case 'closed':
      asked.states = [...asked.states, value]
      asked.buckets = null
      return
    case 'any':
    case 'all':
      asked.buckets = null
      return
    case 'late':
      asked.due.push('breached')
      return
    case 'unenriched':
      asked.notEnriched = true
      return
    default:
      asked.unknown.push(`is:${value}`)
  }
}
