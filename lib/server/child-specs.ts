import { createServer } from 'node:net'
import { join } from 'node:path'
import { type ChildSpec } from './child'
import { demoFile } from '@/drizzle/seed/demo'
import { type Config } from './config'

/** A port that is free now on loopback. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  if (typeof address !== 'object' || !address) throw new Error('No free port was found on 127.0.0.1.')
  return address.port
}

const watch = (config: Config): string[] =>
  config.dev
    ? ['--import', 'tsx', '--import', join(config.root, 'lib/server/parent-watch.ts')]
    : ['--import', join(config.root, 'dist/parent-watch.mjs')]

/** Where links in mails lead unless a workspace says otherwise. Never a request's own Host: anybody can send one. */
const addressOf = (config: Config): string => config.publicUrl ?? `http://localhost:${config.port}`

/** The stock Next server: `next start`, or `next dev` with fast refresh. */
export async function webSpec(
  config: Config,
  url: string,
  authSecret: string | null,
): Promise<{ spec: ChildSpec; port: number }> {
  const port = await freePort()
  const next = join(config.root, 'node_modules/next/dist/bin/next')
  // Longer than the gateway keeps a connection idle, so that it is never Next that closes one under a request.
  const mode = config.dev ? ['dev'] : ['start', '--keepAliveTimeout', '70000']
  return {
    port,
    spec: {
      name: 'web',
      port,
      command: process.execPath,
      args: [...watch(config), next, ...mode, '-p', String(port), '-H', '127.0.0.1', config.root],
      env: {
        DATABASE_URL: url,
        SOUNDINGS_DATA: config.dataDir,
        SOUNDINGS_URL: addressOf(config),
        AUTH_TRUST_HOST: 'true',
        ...(authSecret ? { AUTH_SECRET: authSecret } : {}),
        NEXT_TELEMETRY_DISABLED: '1',
        NODE_ENV: config.dev ? 'development' : 'production',
      },
    },
  }
}

export function workerSpec(config: Config, url: string): ChildSpec {
  const program = config.dev ? join(config.root, 'lib/server/worker.ts') : join(config.root, 'dist/worker.mjs')
  return {
    name: 'worker',
    command: process.execPath,
    args: [...watch(config), program],
    env: { DATABASE_URL: url, SOUNDINGS_DATA: config.dataDir, SOUNDINGS_URL: addressOf(config) },
  }
}

/** Its time of change is when somebody first looked. */
export const actFile = (config: Config): string => join(config.dataDir, 'demo-act')

export function trafficSpec(config: Config, url: string): ChildSpec {
  const program = config.dev ? join(config.root, 'drizzle/seed/traffic.ts') : join(config.root, 'dist/traffic.mjs')
  return {
    name: 'traffic',
    command: process.execPath,
    args: [...watch(config), program],
    env: { SOUNDINGS_URL: url, SOUNDINGS_DEMO: demoFile(config.dataDir), ACT_FILE: actFile(config) },
  }
}
