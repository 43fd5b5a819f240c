import { type Voice } from '../voices'
import { type Door } from './door'

/** Messages under way at once; a crowd that writes more than that while the server is silent is not heard. */
const UNDER_WAY_MAX = 20

/** The app's way to the feedback door: one message a request, as people send them. */
export class Letters {
  #underWay = 0

  constructor(
    private readonly door: Door,
    private readonly key: string,
  ) {}

  async send(letter: Omit<Voice, 'occurredAt'>): Promise<void> {
    if (!this.door.isOpen || this.#underWay >= UNDER_WAY_MAX) return
    this.#underWay += 1
    try {
      await this.door.fetch(`${this.door.url}/api/ingest/v1/feedback`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(letter),
      })
    } catch {
      // The door knows and says that the server is silent; what somebody wanted to say then is lost, as in life.
    } finally {
      this.#underWay -= 1
    }
  }
}
