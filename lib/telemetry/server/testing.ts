import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { type EnvironmentId } from '@/lib/kernel/id'
import { instant, type Instant } from '@/lib/kernel/time'
import { openDatabase } from '@/lib/platform/database'
import { type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { type Runtime } from '@/lib/platform/runtime'
import { aMetric, aPlan, bought, ROLLOUT, stageOf } from '../core/test-builders'
import { ROWS_PER_S } from '../core/row-budget'
import { type CohortDelta } from '../core/schema'
import { readDeltas, putMeasurementPlan } from './contract'
import { openIngest, type Ingest } from './ingest'
import { receiveEvents } from './receive-events'
import { receiveOtlpLogs } from './receive-otlp-logs'
import { receiveOtlpMetrics } from './receive-otlp-metrics'
import { receiveOtlpTraces } from './receive-otlp-traces'
import { type ClientRevision, type StageLookup } from './stage-lookup'
import { type GroupLimits, GROUP_LIMITS } from './group-commit'

export const ENVIRONMENT: EnvironmentId = 'env_000000000001'

/** The stages of the core's test builders; who begins with `wrong` met an arm that the hash did not give. */
export const stages: StageLookup = {
  load: async () => stageOf,
  armOf: (_, unit) => (unit.startsWith('wrong') ? 'control' : null),
}

const now = (): Instant => instant(Date.now())

export type Sent = { body?: BodyInit; headers?: Record<string, string> }

export type TestDoors = {
  url: string
  key: string
  house: TestHouse
  runtime: Runtime
  ingest: Ingest
  clients: ClientRevision[]
  /** Content encodings that requests came with. */
  encodings: Set<string>
  /** Sends to the events door; the parsed answer. */
  send(body: unknown, init?: Sent): Promise<{ status: number; headers: Headers; body: unknown }>
  deltas(): Promise<CohortDelta[]>
  count(table: string): Promise<number>
  close(): Promise<void>
}

/** Both doors on a real server and database, with a plan that counts errors and purchases. The clock is the machine's. */
export async function openDoors({
  databaseUrl,
  lookup = stages,
  limits = GROUP_LIMITS,
  rowsPerS = ROWS_PER_S,
}: Partial<DoorOptions> = {}): Promise<TestDoors> {
  const house = await aHouse()
  const database = databaseUrl
    ? openDatabase(await databaseUrl(house.runtime.database.url), { max: 4 })
    : house.runtime.database
  const runtime: Runtime = { ...house.runtime, database, now }
  const key = mintKey('client')
  await house.runtime.database.db.transaction(async (tx) => {
    const input = { name: 'Shop', scope: 'client', environmentId: ENVIRONMENT, role: 'viewer' } as const
    await issueKey(tx, house.workspaceId, input, key, now())
    await putMeasurementPlan(tx, house.workspaceId, aPlan([aMetric(), bought()]), now())
  })
  const clients: ClientRevision[] = []
  const ingest = openIngest(runtime, { stages: lookup, limits, rowsPerS, onClients: (seen) => clients.push(...seen) })
  const encodings = new Set<string>()
  const server = await serve(ingest, encodings)
  const url = `http://127.0.0.1:${portOf(server)}`
  return {
    url,
    key,
    house,
    runtime,
    ingest,
    clients,
    encodings,
    send: async (body, init = {}) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...init.headers }
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const answer = await fetch(`${url}/api/ingest/v1/events`, { method: 'POST', body: text, ...init, headers })
      const answered = await answer.text()
      return { status: answer.status, headers: answer.headers, body: answered === '' ? null : JSON.parse(answered) }
    },
    deltas: async () => {
      const rows = await readDeltas(house.runtime.database.db, house.workspaceId, ROLLOUT)
      return rows.map(({ delta }) => delta)
    },
    count: async (table) => {
      const [row] = await house.runtime.database
        .sql`select count(*)::int as n from ${house.runtime.database.sql(table)}`
      return Number(row?.['n'])
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await ingest.close()
      if (database !== house.runtime.database) await database.sql.end({ timeout: 0 })
      await house.close()
    },
  }
}

type DoorOptions = {
  databaseUrl: (url: string) => Promise<string>
  lookup: StageLookup
  limits: GroupLimits
  rowsPerS: number
}

const OTLP: Record<string, typeof receiveEvents> = {
  '/otlp/v1/logs': receiveOtlpLogs,
  '/otlp/v1/traces': receiveOtlpTraces,
  '/otlp/v1/metrics': receiveOtlpMetrics,
}

async function serve(ingest: Ingest, encodings: Set<string>): Promise<Server> {
  const server = createServer((message, reply) => {
    encodings.add(message.headers['content-encoding'] ?? 'identity')
    const door = OTLP[message.url ?? ''] ?? receiveEvents
    const answer = async (): Promise<HotResponse> => {
      try {
        return await door(ingest, requestOf(message))
      } catch (error) {
        return { status: 500, headers: {}, body: String(error) }
      }
    }
    void answer().then(({ status, headers, body }) => reply.writeHead(status, headers).end(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** The request as the gateway hands it over. */
function requestOf(message: IncomingMessage): HotRequest {
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    query: new URLSearchParams(),
    header: (name) => message.headers[name]?.toString() ?? null,
    body: async (maxBytes) => {
      const chunks: Buffer[] = []
      let size = 0
      for await (const chunk of message) {
        chunks.push(chunk)
        size += chunk.length
        if (size > maxBytes) return 'too-large'
      }
      return Buffer.concat(chunks)
    },
    signal: new AbortController().signal,
    remoteAddress: '127.0.0.1',
  }
}

export function portOf(server: { address(): unknown }): number {
  const address = server.address()
  return typeof address === 'object' && address && 'port' in address ? Number(address.port) : 0
}

/** A line to Postgres that a test can cut and mend, as if the server stopped and came back. */
export async function aLine(url: string): Promise<{ url: string; cut(): Promise<void>; mend(): Promise<void> }> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const server = createTcpServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    }
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  const line = new URL(url)
  line.hostname = '127.0.0.1'
  line.port = String(port)
  return {
    url: line.href,
    cut: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    mend: async () => {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
  }
}
