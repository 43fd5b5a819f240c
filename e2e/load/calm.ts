import { requestBytes } from './connection'
import { type LoaderJobs } from './loader'
import { middlePair, quantile } from './numbers'
import { type Program } from './program'
import { type Soundings } from './soundings'
import { atMostTimes, type Row } from './table'

const TURNS = 3
const TURN_MS = 5000
const READS_PER_S = 300
const PAGES_PER_S = 10

/** What pages cost the clients: p99 of flag reads while the web process renders, against the same without pages. */
export async function measureCalm(
  soundings: Soundings,
  loader: Program<LoaderJobs>,
  browser: Program<LoaderJobs>,
): Promise<Row> {
  const { url, port, keys, environment } = soundings
  const cookie = await soundings.signIn()
  const headers = { authorization: `Bearer ${keys.server}` }
  const request = requestBytes('GET', `/api/flags/v1/${environment}.json`, headers)
  const reads = async () => quantile(await loader.ask('pace', { port, request, perS: READS_PER_S, ms: TURN_MS }), 0.99)
  const pages = (ms: number) => browser.ask('visitPages', { url: `${url}/rollouts`, cookie, perS: PAGES_PER_S, ms })
  await pages(1000)
  const turns: [number, number][] = []
  for (let turn = 0; turn < TURNS; turn += 1) {
    const idle = await reads()
    const [busy] = await Promise.all([reads(), pages(TURN_MS)])
    turns.push([busy, idle])
  }
  const [busy, idle] = middlePair(turns)
  return atMostTimes(`p99 of flags while ${PAGES_PER_S} pages/s render`, 5, busy, idle, 'ms')
}
