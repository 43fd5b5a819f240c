import { createServer } from 'node:net'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { Child } from './child'

const children: Child[] = []
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop(1000)))
})

function aChild(program: string, port?: number): Child {
  const spec = { name: 'one', command: process.execPath, args: ['-e', program], env: {} }
  const child = new Child(port === undefined ? spec : { ...spec, port }, pino({ level: 'silent' }))
  children.push(child)
  child.start()
  return child
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

test('a child with a port is up once it listens there, also after it died', async () => {
  const port = await freePort()
  const child = aChild(`setTimeout(() => require('http').createServer().listen(${port}, '127.0.0.1'), 400)`, port)
  expect(child.state.state).toBe('starting')
  await vi.waitFor(() => expect(child.state.state).toBe('up'), 5000)
  process.kill(child.state.pid ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(child.state).toMatchObject({ state: 'starting', restarts: 1 }), 5000)
  await vi.waitFor(() => expect(child.state.state).toBe('up'), 5000)
})

test('a child without a port is up at once, and stopped when it is stopped', async () => {
  const child = aChild('setInterval(() => {}, 1000)')
  expect(child.state.state).toBe('up')
  await child.stop(1000)
  expect(child.state).toMatchObject({ state: 'stopped', pid: null })
})
