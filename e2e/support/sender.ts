import { setTimeout as sleep } from 'node:timers/promises'
import { EVENT, evaluate, type House, sendEvents } from './house'

const PEOPLE = 10
const PAUSE_MS = 100
export const SEEN = 'journey.seen'

/** A client as they should be: rows have ids, and what was not acknowledged is sent again until it is. */
export class Sender {
  /** Numbers of the people whose rows were acknowledged; each has an event of its number, and an exposure. */
  readonly acknowledged: number[] = []
  /** Whether people who are served the new version fail from now on. */
  isHarmful = false
  refused = 0
  #next = 1
  #stopping = false
  readonly #done: Promise<void>

  /** @param house asked each time, since it moves when the product is started again */
  constructor(
    private readonly house: () => House,
    private readonly flag: string,
  ) {
    this.#done = this.#run()
  }

  /** Ends when the batch under way is acknowledged. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#done
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const numbers = Array.from({ length: PEOPLE }, (_, i) => this.#next + i)
      this.#next += PEOPLE
      const rows = await this.#untilDone(async () => (await Promise.all(numbers.map((n) => this.#rowsOf(n)))).flat())
      await this.#untilDone(async () => {
        const { status, body } = await sendEvents(this.house(), rows)
        if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
      })
      this.acknowledged.push(...numbers)
    }
  }

  /** One person meets the flag, is seen, and fails if it is harmful. */
  async #rowsOf(n: number): Promise<object[]> {
    const unit = `person-${n}`
    const { variant, revision } = await evaluate(this.house(), this.flag, unit)
    const fails = this.isHarmful && variant === 'on'
    return [
      { type: 'exposure', id: `met-${n}`, unit, flag: this.flag, variant, revision },
      { type: 'track', id: `seen-${n}`, unit, name: SEEN, value: n },
      ...(fails ? [{ type: 'track', id: `failed-${n}`, unit, name: EVENT }] : []),
    ]
  }

  async #untilDone<T>(act: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await act()
      } catch {
        this.refused += 1
        await sleep(PAUSE_MS)
      }
    }
  }
}
