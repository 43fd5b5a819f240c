import { fillLists } from './fill-lists'
import { clockMs, quantile } from './numbers'
import { type Soundings } from './soundings'
import { atMost, type Row } from './table'

const SIZES = { flags: 1000, rollouts: 500 }
const TIMES = 25
/** A dozen people who look around, a click every other second each. */
const PER_S = 5
const BAR_MS = 150

const LISTS = [
  'flags?limit=100',
  'flags?limit=100&cursor=fill-5',
  'flags?q=word42',
  'rollouts?limit=100',
  'rollouts?group=ended&limit=100&cursor=300',
  'rollouts?q=owner:owner state:finished',
  'feedback',
  'feedback?q=word17',
  'feedback?q=word12 word2317',
  'feedback?channel=review&sentiment=negative&sort=due',
  'feedback?view=all&exposed=yes&sort=negative',
  'feedback?sort=cluster',
  'feedback?view=all&q=tag:slow flag:bench',
  'feedback/counts',
  'clusters',
]
const SEARCHES = ['bench-flag-7', 'fill-3', 'word17', 'word12 word2317', 'RO-3', 'FB-98123', 'Matter 12']
const PAGES = ['flags', 'rollouts', 'rollouts?q=state:finished', 'feedback', 'feedback?q=word17', 'feedback/clusters']

/**
 * What somebody waits for who looks through a workspace of years. Lists and searches are asked of REST, the palette's
 * among them; of pages it is the data that a click within the room fetches. @param soundings that holds the feedback already
 */
export async function measureLists(soundings: Soundings): Promise<Row[]> {
  const { url, databaseUrl, keys } = soundings
  await fillLists(databaseUrl, SIZES)
  const rest = { authorization: `Bearer ${keys.admin}` }
  const room = { cookie: await soundings.signIn(), rsc: '1' }
  const api = (path: string, name = path) => ({ path: name, url: `${url}/api/v1/${path}`, headers: rest })
  return [
    await slowest(
      'lists',
      LISTS.map((path) => api(path)),
    ),
    await slowest(
      'palette',
      SEARCHES.map((q) => api(`search?q=${encodeURIComponent(q)}`, q)),
    ),
    await slowest(
      'list pages',
      PAGES.map((path) => ({ path: `/${path}`, url: `${url}/${path}`, headers: room })),
    ),
  ]
}

type Ask = { path: string; url: string; headers: Record<string, string> }

/** Each is asked so many times, all in turn at a steady rate. @returns the row of the one that took longest */
async function slowest(kind: string, given: readonly Ask[]): Promise<Row> {
  const asks = await Promise.all(given.map(settled))
  for (const ask of asks) await took(ask, clockMs())
  const startedAt = clockMs()
  const under = Array.from({ length: TIMES * asks.length }, async (_, i) => {
    const dueAt = startedAt + (i * 1000) / PER_S
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - clockMs())))
    const ask = asks[i % asks.length] as Ask // the remainder is an index of it
    return { path: ask.path, ms: await took(ask, dueAt) }
  })
  const all = await Promise.all(under)
  const [worst = { path: '', ms: Number.NaN }] = asks
    .map(({ path }) => {
      const times = all.filter((one) => one.path === path).map(({ ms }) => ms)
      return { path, ms: quantile(times, 0.95) }
    })
    .toSorted((a, b) => b.ms - a.ms)
  return atMost(`${kind}, slowest of ${asks.length} (${worst.path}), p95 of ${TIMES}`, BAR_MS, worst.ms, 'ms')
}

/** Next gives the data of a page only at an address of its own, and tells it. */
async function settled(ask: Ask): Promise<Ask> {
  const location = (await fetch(ask.url, { headers: ask.headers, redirect: 'manual' })).headers.get('location')
  return location === null ? ask : { ...ask, url: new URL(location, ask.url).href }
}

/** @returns milliseconds until the whole answer is here @throws when it found nothing: nothing is found fast */
async function took({ url, headers }: Ask, dueAt: number): Promise<number> {
  const response = await fetch(url, { headers, redirect: 'manual' })
  const text = await response.text()
  const ms = clockMs() - dueAt
  if (response.status !== 200 || text.includes('"items":[]')) {
    throw new Error(`${url} answered ${response.status}: ${text.slice(0, 200)}`)
  }
  return ms
}
