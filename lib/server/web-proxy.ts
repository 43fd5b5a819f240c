import { Agent, ServerResponse, type IncomingMessage } from 'node:http'
import { type Socket } from 'node:net'
import { createProxyServer } from 'httpxy'
import { problem } from '@/lib/platform/hot'
import { type Log } from '@/lib/platform/log'

export type WebProxy = {
  web(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void
  close(): void
}

/**
 * Everything that is no hot route goes to the stock Next server on loopback. Host stays as the browser sent it: server
 * actions compare it with Origin. Forwarded headers of strangers are replaced by what we saw ourselves.
 */
export function openWebProxy(port: number, log: Log): WebProxy {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const proxy = createProxyServer({
    target: `http://127.0.0.1:${port}`,
    changeOrigin: false,
    xfwd: true,
    ws: true,
    agent,
  })
  const retried = new WeakSet<IncomingMessage>()
  proxy.on('error', (error, request, response) => {
    if (!(response instanceof ServerResponse)) {
      response?.destroy()
      return
    }
    // A kept connection that the other side closed just now: a question may be asked again, a command may not.
    const isQuestion = request?.method === 'GET' || request?.method === 'HEAD'
    if (request && isQuestion && isReset(error) && !response.headersSent && !retried.has(request)) {
      retried.add(request)
      void proxy.web(request, response)
      return
    }
    log.warn({ err: error, path: request?.url?.split('?')[0] }, 'the web process did not answer')
    if (request) starting(request, response)
    else response.destroy()
  })
  return {
    web: (request, response) => {
      dropForwarded(request)
      proxy.web(request, response).catch(() => starting(request, response))
    },
    upgrade: (request, socket, head) => {
      dropForwarded(request)
      proxy.ws(request, socket, {}, head).catch(() => socket.destroy())
    },
    close: () => agent.destroy(),
  }
}

const isReset = (error: Error): boolean => 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')

/** Unless a proxy of the operator stands before us, these are a stranger's claims. */
function dropForwarded(request: IncomingMessage): void {
  if (process.env['TRUST_PROXY'] === '1') return
  for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded']) {
    delete request.headers[name]
  }
}

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Starting · Soundings</title>
<body style="font:16px/24px system-ui;margin:15vh auto;max-width:32rem;padding:0 1rem"><h1 style="font-size:24px">The screens are starting</h1>
<p>Flags are served and telemetry is taken meanwhile. This page tries again by itself.</p></body></html>`

/** The web process is not up yet, or just died and is being restarted: a page for people, a problem for programs. */
function starting(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const later = { 'retry-after': '2', 'cache-control': 'no-store' }
  if (request.url?.startsWith('/api/')) {
    const { status, headers, body } = problem(
      503,
      'starting',
      'The screens and their API are starting. Try again soon.',
    )
    response.writeHead(status, { ...headers, ...later }).end(body)
    return
  }
  response.writeHead(503, { 'content-type': 'text/html; charset=utf-8', ...later }).end(PAGE)
}
