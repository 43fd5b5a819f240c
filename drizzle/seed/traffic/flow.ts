import { randomBytes, randomUUID } from 'node:crypto'
import { dice } from '../dice'
import { appearedAt, hasBegun } from './act'
import { Door } from './door'
import { type Identity, type Instance } from './instance'
import { openJsonInstance } from './json-instance'
import { openOtlpInstance } from './otlp-instance'
import { outcomes, type Served } from './outcomes'
import { arrivals, nextVisit } from './people'
import { type Settings } from './settings'

const STEP_MS = 50
const UNDER_WAY_MAX = 200
/** Copies of each service; the two kiosks have no OpenTelemetry, so a tenth of the people come by JSON. */
const COPIES = [
  { service: 'web-bff', version: '1.44.0', copies: 8, isJson: false },
  { service: 'search-api', version: '2.9.1', copies: 6, isJson: false },
  { service: 'payments-api', version: '1.44.0', copies: 4, isJson: false },
  { service: 'web-bff', version: '1.44.0', copies: 2, isJson: true },
]

export type Traffic = { stop(): Promise<void> }

/** People arrive, are served, and something happens to them, until `stop`. Never throws once it has started. */
export async function startTraffic(settings: Settings, say: (line: string) => void): Promise<Traffic> {
  const door = new Door(settings.url, say)
  const instances = await openInstances(settings, door)
  const random = dice(randomBytes(4).readUInt32LE())
  const later = new Set<NodeJS.Timeout>()
  const underWay = new Set<Promise<void>>()
  let [turn, last] = [0, performance.now()]

  const visit = async (instance: Instance): Promise<void> => {
    const unit = `p-${randomUUID()}`
    const { meets, oldApp } = nextVisit(random)
    const served: Served[] = []
    for (const rollout of meets) {
      const exposed = await instance.meet(rollout, unit, oldApp)
      if (exposed !== null) served.push({ rollout, exposed })
    }
    const isActing = hasBegun(appearedAt(settings.actFile), Date.now())
    for (const { event, afterMs } of outcomes(served, isActing, random)) {
      const timer = setTimeout(() => {
        later.delete(timer)
        instance.tell(unit, event)
      }, afterMs)
      later.add(timer)
    }
  }

  const step = (): void => {
    const now = performance.now()
    const people = arrivals(random, settings.peoplePerS, now - last)
    last = now
    for (let i = 0; i < people && door.isOpen && underWay.size < UNDER_WAY_MAX; i += 1) {
      const instance = instances[turn % instances.length]
      turn += 1
      if (!instance) continue
      const visiting = visit(instance)
        .catch((error: unknown) => say(`a visit failed: ${String(error)}`))
        .finally(() => underWay.delete(visiting))
      underWay.add(visiting)
    }
  }

  const steps = setInterval(step, STEP_MS)
  say(`${settings.peoplePerS} people a second meet the flags of ${settings.url}`)
  return {
    stop: async () => {
      clearInterval(steps)
      await Promise.all(underWay)
      for (const timer of later) clearTimeout(timer)
      await Promise.allSettled(instances.map((instance) => instance.close()))
    },
  }
}

/** In an order that puts neighbours of one service apart, so that a tenth of any stretch is JSON. */
async function openInstances({ keys }: Settings, door: Door): Promise<Instance[]> {
  const all = COPIES.flatMap(({ copies, isJson, ...service }) =>
    Array.from({ length: copies }, (_, copy) => {
      const identity: Identity = { ...service, id: `${service.service}-${isJson ? 'kiosk-' : ''}${copy + 1}` }
      return { identity, isJson, place: (copy + 0.5) / copies }
    }),
  )
  return Promise.all(
    all
      .toSorted((a, b) => a.place - b.place)
      .map(({ identity, isJson }) =>
        isJson ? openJsonInstance(identity, door, keys.client) : openOtlpInstance(identity, door, keys.server),
      ),
  )
}
