import { randomBytes, randomUUID } from 'node:crypto'
import { dice } from '../dice'
import { instances as copies } from '../instances'
import { voice } from '../voices'
import { appearedAt, hasBegun } from './act'
import { Door } from './door'
import { type Instance } from './instance'
import { openJsonInstance } from './json-instance'
import { Letters } from './letters'
import { openOtlpInstance } from './otlp-instance'
import { outcomes, type Served } from './outcomes'
import { arrivals, nextVisit } from './people'
import { remark } from './remarks'
import { type Settings } from './settings'

const STEP_MS = 50
const UNDER_WAY_MAX = 200
/** A message is written this long after what it is about. */
const WRITING_MS = { least: 1500, most: 6000 }

export type Traffic = { stop(): Promise<void> }

/** People arrive, are served, and something happens to them, until `stop`. Never throws once it has started. */
export async function startTraffic(settings: Settings, say: (line: string) => void): Promise<Traffic> {
  const door = new Door(settings.url, say)
  const instances = await openInstances(settings, door)
  const random = dice(randomBytes(4).readUInt32LE())
  const later = new Set<NodeJS.Timeout>()
  const underWay = new Set<Promise<void>>()
  const letters = new Letters(door, settings.keys.client)
  let [turn, last] = [0, performance.now()]

  const soon = (afterMs: number, act: () => void): void => {
    const timer = setTimeout(() => {
      later.delete(timer)
      act()
    }, afterMs)
    later.add(timer)
  }

  const visit = async (instance: Instance): Promise<void> => {
    const unit = `p-${randomUUID()}`
    const { meets, oldApp } = nextVisit(random)
    const served: Served[] = []
    for (const rollout of meets) {
      const exposed = await instance.meet(rollout, unit, oldApp)
      if (exposed !== null) served.push({ rollout, exposed })
    }
    const acting = hasBegun(appearedAt(settings.actFile), Date.now())
    const happened = outcomes(served, { burns: settings.burns, acting }, random)
    for (const { event, afterMs } of happened) soon(afterMs, () => instance.tell(unit, event))
    const said = remark(served, happened, random)
    if (!said) return
    const { least, most } = WRITING_MS
    soon(least + random.int(most - least), () => {
      const { occurredAt: _, ...letter } = voice(said, { unit, timeMs: Date.now() }, random)
      void letters.send(letter)
    })
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

const openInstances = ({ keys }: Settings, door: Door): Promise<Instance[]> =>
  Promise.all(
    copies.map(({ isJson, ...identity }) =>
      isJson ? openJsonInstance(identity, door, keys.client) : openOtlpInstance(identity, door, keys.server),
    ),
  )
