import { createServer, type Server } from 'node:http'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { openWebProxy } from './web-proxy'

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address) resolve(address.port)
      else reject(new Error('no port'))
    })
  })

/** A web process that resets the first connection of each method, and a gateway before it. */
async function aProxy() {
  const asked: string[] = []
  const web = createServer((request, response) => {
    asked.push(`${request.method}`)
    if (asked.filter((method) => method === request.method).length === 1) request.socket.resetAndDestroy()
    else response.end('here')
  })
  const proxy = openWebProxy(await listen(web), pino({ level: 'silent' }))
  const gateway = createServer((request, response) => proxy.web(request, response))
  const url = `http://127.0.0.1:${await listen(gateway)}/`
  const close = () => {
    proxy.close()
    gateway.closeAllConnections()
    gateway.close()
    web.closeAllConnections()
    web.close()
  }
  return { url, asked, close }
}

test('a page whose connection was reset is asked for once more', async () => {
  const { url, asked, close } = await aProxy()
  const answer = await fetch(url)
  expect([answer.status, await answer.text()]).toEqual([200, 'here'])
  expect(asked).toEqual(['GET', 'GET'])
  close()
})

test('a command is never sent twice: its sender is told to come again', async () => {
  const { url, asked, close } = await aProxy()
  const answer = await fetch(url, { method: 'POST', body: 'pause' })
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
  expect(asked).toEqual(['POST'])
  close()
})

test('while the web process is away people get a page, and programs a problem', async () => {
  const proxy = openWebProxy(1, pino({ level: 'silent' }))
  const gateway = createServer((request, response) => proxy.web(request, response))
  const url = `http://127.0.0.1:${await listen(gateway)}`
  const page = await fetch(`${url}/rollouts`)
  expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
  const answer = await fetch(`${url}/api/v1/rollouts`, { method: 'POST', body: '{}' })
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('retry-after')]).toEqual([
    503,
    'application/problem+json',
    '2',
  ])
  expect(await answer.json()).toMatchObject({ status: 503, code: 'starting' })
  proxy.close()
  gateway.close()
})

test('forwarded headers of strangers are replaced by what the gateway saw', async () => {
  const seen: unknown[] = []
  const web = createServer((request, response) => {
    seen.push(request.headers['x-forwarded-for'], request.headers['forwarded'])
    response.end()
  })
  const proxy = openWebProxy(await listen(web), pino({ level: 'silent' }))
  const gateway = createServer((request, response) => proxy.web(request, response))
  await fetch(`http://127.0.0.1:${await listen(gateway)}/`, {
    headers: { 'x-forwarded-for': '10.9.8.7', forwarded: 'for=10.9.8.7' },
  })
  expect(String(seen[0])).toMatch(/127\.0\.0\.1$/)
  expect(String(seen[0])).not.toContain('10.9.8.7')
  expect(seen[1]).toBeUndefined()
  proxy.close()
  gateway.closeAllConnections()
  gateway.close()
  web.closeAllConnections()
  web.close()
})
