import { clockMs } from './numbers'

export type Visits = { url: string; cookie: string; perS: number; ms: number }

/**
 * Asks for a page at a steady rate, whatever the server does.
 * @throws when one of them is not rendered
 */
export async function visitPages({ url, cookie, perS, ms }: Visits): Promise<void> {
  const under: Promise<string | null>[] = []
  const startedAt = clockMs()
  for (let i = 0; i < (ms / 1000) * perS; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, startedAt + (i * 1000) / perS - clockMs())))
    under.push(render(url, cookie))
  }
  const wrong = (await Promise.all(under)).filter((words) => words !== null)
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${under.length} pages failed; ${wrong[0]}`)
}

/** @returns what went wrong */
async function render(url: string, cookie: string): Promise<string | null> {
  try {
    const response = await fetch(url, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' })
    const text = await response.text()
    return response.status === 200 ? null : `${url} answered ${response.status}: ${text.slice(0, 200)}`
  } catch (error) {
    return `${url}: ${String(error)}`
  }
}
