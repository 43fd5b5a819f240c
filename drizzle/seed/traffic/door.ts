import { heard, reachable, type Reach } from './reach'

const CALL_MS = 5000

/** The way to the server that all instances share: bounded calls, and knowledge of whether it answers. */
export class Door {
  #reach: Reach = reachable

  constructor(
    readonly url: string,
    private readonly say: (line: string) => void,
  ) {}

  /** False while the server was silent a moment ago. */
  get isOpen(): boolean {
    return Date.now() >= this.#reach.quietUntilMs
  }

  /** `fetch` with a deadline. An answer that says "not now" (429, 5xx) counts as silence. */
  readonly fetch = async (...[input, init]: Parameters<typeof fetch>): Promise<Response> => {
    try {
      const response = await fetch(input, { ...init, signal: AbortSignal.timeout(CALL_MS) })
      this.#note(response.status < 500 && response.status !== 429)
      return response
    } catch (error) {
      this.#note(false)
      throw error
    }
  }

  #note(answered: boolean): void {
    const before = this.#reach
    this.#reach = heard(before, answered, Date.now())
    if (before.failures === 0 && !answered) this.say(`${this.url} does not answer; people wait`)
    if (before.failures > 0 && answered) this.say(`${this.url} answers again`)
  }
}
