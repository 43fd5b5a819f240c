import { createServer, type IncomingMessage } from 'node:http'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Socket } from 'node:net'
import { openFeedbackDoor } from '@/lib/feedback/server/receive'
import { listEnvironments } from '@/lib/flags/server/environments'
import { openStageLookup } from '@/lib/flags/server/stage-lookup'
import { actorOfCookie } from '@/lib/governance/server/cookie-actor'
import { type AlertRejection } from '@/lib/incidents/server/receive-alerts'
import { type WorkspaceId } from '@/lib/kernel/id'
import { paths } from '@/lib/kernel/paths'
import { problem, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { openListener } from '@/lib/platform/listener'
import { type Log } from '@/lib/platform/log'
import { CONFIG_CHANNEL, LIVE_CHANNEL } from '@/lib/platform/notify'
import { openRuntime } from '@/lib/platform/runtime'
import { openIngest } from '@/lib/telemetry/server/ingest'
import { type DeploymentDoorName, type DeploymentRejection } from '@/lib/telemetry/server/receive-deployments'
import { type Child } from './child'
import { type Config } from './config'
import { openFlags } from './flags-runtime'
import { healthAnswer } from './health'
import { hotListener } from './hot-http'
import { hotRoute } from './hot-routes'
import { LiveHub } from './live-hub'
import { handlers } from './handlers'
import { openWebProxy } from './web-proxy'

export type Gateway = { url: string; close(): Promise<void> }

type Parts = {
  config: Config
  url: string
  webPort: number | null
  children: readonly Child[]
  log: Log
  onPage?: () => void
}

/** The process that clients and browsers talk to: hot routes here, everything else to the web process. */
export async function startGateway({ config, url, webPort, children, log, onPage }: Parts): Promise<Gateway> {
  const runtime = openRuntime(url, 'gateway', { max: 8, handlers })
  const diskDir = join(config.dataDir, 'flags')
  await mkdir(diskDir, { recursive: true, mode: 0o700 })
  const flags = await openFlags(runtime, diskDir)
  const stages = openStageLookup(runtime.database.db)
  const feedback = openFeedbackDoor(runtime, stages)
  const ingest = openIngest(runtime, {
    stages,
    ...(config.ingestRowsPerS === null ? {} : { rowsPerS: config.ingestRowsPerS }),
    onClients: (seen) => {
      for (const { clientId: mark, version: serviceVersion, ...client } of seen) {
        flags.clients.seen({ ...client, mark, serviceVersion, kind: 'exposure', atMs: flags.nowMs() })
      }
    },
  })
  const live = new LiveHub()
  const listener = await openListener(
    url,
    { [CONFIG_CHANNEL]: (payload) => flags.notice(payload), [LIVE_CHANNEL]: (payload) => live.tell(payload) },
    log,
    () => {
      void flags.poll()
      live.resync()
    },
  )
  const proxy = webPort === null ? null : openWebProxy(webPort, log)
  const doors = {
    flags,
    ingest,
    feedback,
    alerts: {
      runtime,
      reject: (workspaceId: WorkspaceId | null, code: AlertRejection) =>
        ingest.rejections.add(workspaceId, 'alerts', [{ code, count: 1 }]),
    },
    deployments: {
      runtime,
      environmentsOf: listEnvironments,
      reject: (workspaceId: WorkspaceId | null, door: DeploymentDoorName, codes: readonly DeploymentRejection[]) =>
        ingest.rejections.add(
          workspaceId,
          door,
          codes.map((code) => ({ code, count: 1 })),
        ),
    },
    health: () => healthAnswer(runtime, flags, children),
    live: async (request: HotRequest) => live.answer(request, await actorOfCookie(runtime, request.header('cookie'))),
  }
  const server = createServer(
    hotListener(
      (request) => hotRoute(doors, request),
      (request, response) => {
        if (!proxy) {
          response.writeHead(404).end()
          return
        }
        if (isLook(request)) onPage?.()
        proxy.web(request, response)
      },
      (fault, request) => faultAnswer(fault, request, log),
    ),
  )
  server.requestTimeout = 60_000
  server.keepAliveTimeout = 65_000
  server.on('upgrade', (request, socket, head) =>
    proxy ? proxy.upgrade(request, socket as Socket, head) : socket.destroy(),
  ) // node:http hands out sockets
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, config.host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  log.info({ port, role: config.role }, 'listening')
  return {
    url: config.publicUrl ?? `http://localhost:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      live.close()
      await listener.close()
      await flags.close()
      await ingest.close()
      await feedback.close()
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), 1000).unref()
      await closed
      proxy?.close()
      await runtime.database.close()
    },
  }
}

/** Somebody who is signed in opens the overview or the rollouts; the sign-in itself is no look yet. */
function isLook({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    (url === paths.overview() || url?.startsWith(paths.rollouts()) === true) &&
    headers.cookie?.includes('session-token=') === true
  )
}

/** A fault: logged once with an id that the answer carries; nothing else of it leaves the house. */
function faultAnswer(fault: unknown, request: HotRequest, log: Log): HotResponse {
  const id = `F-${Math.random().toString(36).slice(2, 8).toUpperCase()}`
  log.error({ err: fault, fault: id, method: request.method, path: request.path }, 'a hot route failed')
  return problem(500, 'fault', 'Something broke on our side.', { fault: id })
}
