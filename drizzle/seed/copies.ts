import { type Evaluator } from '@/lib/flags/core/evaluator'
import { ClientRegistry } from '@/lib/flags/server/clients'
import { storeClients } from '@/lib/flags/server/clients-seen'
import { type Instant } from '@/lib/kernel/time'
import { type Runtime } from '@/lib/platform/runtime'
import { type House } from './house'
import { instances } from './instances'

const HEARD_MS = { least: 400, most: 3000 }

/** Every running copy shows the revision that it was told of a moment ago, so that a stop is confirmed. */
export async function showCopies(
  runtime: Runtime,
  { workspaceId, production: environmentId }: House,
  { metadata }: Evaluator,
  at: Instant,
): Promise<void> {
  const clients = new ClientRegistry()
  for (const [i, { id, service, version }] of instances.entries()) {
    const atMs = Date.parse(at) + HEARD_MS.least + (i * (HEARD_MS.most - HEARD_MS.least)) / instances.length
    const revision = Number(metadata['version'])
    const who = { mark: id, kind: 'exposure', service, serviceVersion: version } as const
    clients.seen({ workspaceId, environmentId, ...who, revision, atMs })
  }
  await storeClients(runtime.database, clients.take())
}
