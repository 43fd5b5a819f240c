import { randomUUID } from 'node:crypto'
import { type Door } from './door'
import { isLost, marked, openClient, type Identity, type Instance } from './instance'

const SEND_DELAY_MS = 400
/** Rows that wait for a silent server; the oldest are given up first. */
const WAITING_MAX = 900

/** An app without OpenTelemetry: it writes its exposures and events as JSON rows, each with an id, so that a resend counts once. */
export async function openJsonInstance(identity: Identity, door: Door, key: string): Promise<Instance> {
  const client = await openClient(identity, door, key)
  const rows = new Rows(identity, door, key)
  const timer = setInterval(() => void rows.send(), SEND_DELAY_MS)
  return {
    meet: async (rollout, unit, oldApp) => {
      const met = await client.getBooleanDetails(rollout.flag, false, { targetingKey: unit })
      if (met.errorCode) return null
      const { variant } = met
      const revision = met.flagMetadata['version']
      if (variant && !isLost(rollout, variant, oldApp))
        rows.add({ type: 'exposure', unit, flag: rollout.flag, variant, revision })
      return met.value
    },
    tell: (unit, name) => rows.add({ type: 'track', unit, name }),
    close: async () => {
      clearInterval(timer)
      await rows.send()
    },
  }
}

class Rows {
  #waiting: Record<string, unknown>[] = []
  #isSending = false
  readonly #attributes: Record<string, string>
  readonly #headers: Record<string, string>

  constructor(
    identity: Identity,
    private readonly door: Door,
    key: string,
  ) {
    const { id, service, version } = identity
    this.#attributes = { 'service.name': service, 'service.version': version, 'service.instance.id': id }
    this.#headers = {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      'X-Soundings-Client': marked(identity),
    }
  }

  add(row: Record<string, unknown>): void {
    this.#waiting.push({ id: randomUUID(), time: new Date().toISOString(), attributes: this.#attributes, ...row })
    if (this.#waiting.length > WAITING_MAX) this.#waiting.shift()
  }

  /** Rows stay until the server has taken or refused them. */
  async send(): Promise<void> {
    if (this.#isSending || this.#waiting.length === 0 || !this.door.isOpen) return
    this.#isSending = true
    const sent = this.#waiting.slice()
    try {
      const { status } = await this.door.fetch(`${this.door.url}/api/ingest/v1/events`, {
        method: 'POST',
        headers: this.#headers,
        body: JSON.stringify({ events: sent }),
      })
      if (status < 500 && status !== 429) this.#waiting = this.#waiting.filter((row) => !sent.includes(row))
    } catch {
      // The door knows and says that the server is silent; the rows wait.
    } finally {
      this.#isSending = false
    }
  }
}
