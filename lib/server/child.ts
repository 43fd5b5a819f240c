import { spawn, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Log } from '@/lib/platform/log'

export type ChildSpec = {
  name: string
  command: string
  args: string[]
  env: Record<string, string>
  /** On loopback; it is up once it listens there. Without one it is up at once. */
  port?: number
}
export type ChildState = {
  name: string
  state: 'starting' | 'up' | 'restarting' | 'stopped'
  restarts: number
  pid: number | null
}

const BACKOFF_MS = [250, 500, 1000, 2000, 5000, 10_000]
/** A child that lived this long starts again at the shortest wait. */
const SETTLED_MS = 30_000
const LOOK_EVERY_MS = 100

/** Keeps one child process alive: restarted with backoff when it dies, ended with SIGTERM and then SIGKILL. */
export class Child {
  state: ChildState
  private process: ChildProcess | null = null
  private stopping = false
  private timer: NodeJS.Timeout | null = null
  private attempt = 0

  constructor(
    private readonly spec: ChildSpec,
    private readonly log: Log,
  ) {
    this.state = { name: spec.name, state: 'stopped', restarts: 0, pid: null }
  }

  start(): void {
    const startedAt = Date.now()
    const child = spawn(this.spec.command, this.spec.args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...this.spec.env },
    })
    this.process = child
    const { port } = this.spec
    this.state = { ...this.state, state: port === undefined ? 'up' : 'starting', pid: child.pid ?? null }
    if (port !== undefined) void this.awaitPort(child, port)
    child.once('error', (error) => this.log.error({ child: this.spec.name, err: error }, 'child could not be started'))
    child.once('close', (code, signal) => {
      this.process = null
      if (this.stopping) return
      if (Date.now() - startedAt > SETTLED_MS) this.attempt = 0
      const waitMs = BACKOFF_MS[Math.min(this.attempt, BACKOFF_MS.length - 1)] ?? 10_000
      this.attempt += 1
      this.state = { ...this.state, state: 'restarting', restarts: this.state.restarts + 1, pid: null }
      this.log.error({ child: this.spec.name, code, signal, waitMs }, 'child died; starting it again')
      this.timer = setTimeout(() => this.start(), waitMs)
    })
  }

  /** Asks the child to end; kills it after `graceMs`. Resolves when it is gone. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true
    if (this.timer) clearTimeout(this.timer)
    const child = this.process
    this.state = { ...this.state, state: 'stopped', pid: null }
    if (!child) return
    const gone = new Promise<void>((resolve) => {
      child.once('close', () => resolve())
    })
    child.kill('SIGTERM')
    const hard = setTimeout(() => child.kill('SIGKILL'), graceMs)
    await gone
    clearTimeout(hard)
  }

  private async awaitPort(child: ChildProcess, port: number): Promise<void> {
    while (this.process === child) {
      if (await listens(port)) {
        if (this.process === child && !this.stopping) this.state = { ...this.state, state: 'up' }
        return
      }
      await sleep(LOOK_EVERY_MS, undefined, { ref: false })
    }
  }
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
