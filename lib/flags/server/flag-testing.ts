import { hash } from 'node:crypto'
import { idOf } from '@/lib/kernel/id'
import { instant } from '@/lib/kernel/time'
import type { HotRequest } from '@/lib/platform/hot'
import { compileDocument, type CompileInput } from '../core/compile-document'
import type { FlagTargeting, Rule } from '../core/schema'
import { BulkAnswers } from './bulk-answers'
import { ClientRegistry } from './clients'
import { FlagUsage } from './flag-usage'
import type { FlagsAuth, FlagsKey, FlagsRuntime } from './hot-flags'
import type { LoadedSnapshot } from './served-snapshot'
import { SnapshotCache } from './snapshot-cache'
import { SseHub } from './sse-hub'
import { createStreamTokens } from './stream-token'

/** Builders for tests of the flag doors: a published environment without a database, and plain requests. */
export const PRODUCTION = idOf('env', 1, 1)
const WORKSPACE = idOf('wsp', 1, 1)

export const keys: Record<string, FlagsKey> = {
  'server-key': { id: idOf('key', 1, 1), workspaceId: WORKSPACE, environmentId: PRODUCTION, scope: 'server' },
  'client-key': { id: idOf('key', 1, 2), workspaceId: WORKSPACE, environmentId: PRODUCTION, scope: 'client' },
  'ci-key': { id: idOf('key', 1, 3), workspaceId: WORKSPACE, environmentId: PRODUCTION, scope: 'ci' },
}

export function aTargeting(rules: Rule[], more: Partial<FlagTargeting> = {}): FlagTargeting {
  return { state: 'ENABLED', rules, otherwise: 'off', stopped: null, ...more }
}

export const forPlan = (plan: string): Rule => ({
  kind: 'serve',
  when: { attribute: 'plan', op: 'in', values: [plan] },
  variant: 'on',
})

/** One boolean flag by key, with what it serves. */
export function aFlag(key: string, targeting: FlagTargeting): CompileInput['flags'][number] {
  const variants = { on: true, off: false }
  return { definition: { key, type: 'boolean', variants, defaultVariant: 'off', owner: 'cart' }, targeting }
}

export function aSnapshot(revision: number, flags: CompileInput['flags']): LoadedSnapshot {
  const compiled = compileDocument({ workspaceSlug: 'shop', environmentKey: 'prod', revision, flags, segments: [] })
  if (!compiled.ok) throw new Error(compiled.message)
  return {
    environmentId: PRODUCTION,
    workspaceId: WORKSPACE,
    key: 'prod',
    revision,
    hash: hash('sha256', compiled.value.hashText, 'hex'),
    text: compiled.value.text,
    stages: {},
    createdAt: instant(1_795_168_800_000),
  }
}

export const silent = { warn: () => undefined, error: () => undefined }

function keyById(id: string | null): FlagsAuth {
  const key = Object.values(keys).find((candidate) => candidate.id === id)
  return key ? { ok: true, key } : { ok: false, status: 401 }
}

/** A process serving one environment. `published` is what its database would say; null there means it is away. */
export function aFlagServer({ diskDir = null }: { diskDir?: string | null } = {}) {
  const published: { now: LoadedSnapshot | null; loads: number } = { now: aSnapshot(417, []), loads: 0 }
  const clock = { nowMs: 1_795_168_900_000 }
  const nowMs = () => clock.nowMs
  const tokens = createStreamTokens({ secret: 'secret', nowMs })
  const load = async () => {
    published.loads += 1
    if (!published.now) throw new Error('the database is away')
    return published.now
  }
  const snapshots = new SnapshotCache({ load, diskDir, now: () => instant(clock.nowMs), log: silent })
  const runtime: FlagsRuntime = {
    snapshots,
    clients: new ClientRegistry(),
    usage: new FlagUsage(),
    bulk: new BulkAnswers(),
    hub: new SseHub(),
    authenticate: (request) => {
      const text = request.header('authorization')?.replace('Bearer ', '') ?? request.header('x-api-key') ?? ''
      return keyById(keys[text]?.id ?? null)
    },
    authenticateStream: async (token) => keyById(tokens.keyIdOf(token)),
    sseTokenFor: (keyId) => tokens.tokenFor(keyId),
    nowMs,
  }
  snapshots.onChange((snapshot) => runtime.hub.tell(snapshot))
  return {
    runtime,
    published,
    clock,
    /** Publishes and waits until this process serves it. */
    publish: async (revision: number, flags: CompileInput['flags']) => {
      published.now = aSnapshot(revision, flags)
      await snapshots.refresh(PRODUCTION)
    },
  }
}

type RequestParts = { method?: string; headers?: Record<string, string>; body?: string | Uint8Array; query?: string }

/** A request as a door sees it; by default a POST with the client key. */
export function aRequest({ method = 'POST', headers = {}, body = '', query = '' }: RequestParts = {}): HotRequest {
  const all: Record<string, string> = { 'x-api-key': 'client-key', ...headers }
  const bytes = Buffer.from(body)
  return {
    method,
    path: '/',
    query: new URLSearchParams(query),
    header: (name) => all[name] ?? null,
    body: async (maxBytes) => (bytes.length > maxBytes ? 'too-large' : bytes),
    signal: new AbortController().signal,
    remoteAddress: '127.0.0.1',
  }
}
