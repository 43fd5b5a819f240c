import { type Socket } from 'node:net'
import { z } from 'zod'
import { exchange, openSocket, requestBytes } from './connection'
import { clockMs } from './numbers'

type Door = { port: number; key: string }
const ANSWER_MS_MAX = 20_000

const Evaluation = z.object({ variant: z.string(), metadata: z.object({ version: z.string() }) })
const Bulk = z.object({ flags: z.array(z.object({ key: z.string(), value: z.unknown().optional() })) })

/** People meet the flag and the server is told so. @returns those who were served the new version */
export async function expose({ port, key, flag, people }: Door & { flag: string; people: number }): Promise<string[]> {
  const socket = await openSocket(port)
  const rows: unknown[] = []
  const exposed: string[] = []
  for (let i = 0; i < people; i += 1) {
    const unit = `${flag}-person-${i}`
    const { body } = await exchange(socket, evaluation(key, `/${flag}`, unit))
    const { variant, metadata } = Evaluation.parse(JSON.parse(body.toString()))
    if (variant === 'on') exposed.push(unit)
    rows.push({ type: 'exposure', unit, flag, variant, revision: metadata.version, id: `met-${unit}` })
  }
  await tell(socket, key, rows)
  socket.destroy()
  return exposed
}

/**
 * Everybody who was exposed fails at once, while a client listens and asks again whenever it is told to.
 * @returns milliseconds from sending that news to the moment when the client holds the safe value
 */
export async function breach(
  input: Door & { flag: string; exposed: string[]; event: string; streamPath: string },
): Promise<number> {
  const { port, key, flag, exposed, event, streamPath } = input
  const unit = exposed[0] ?? ''
  const [stream, asking, telling] = [await openSocket(port), await openSocket(port), await openSocket(port)]
  const ask = async (): Promise<unknown> => {
    const { body } = await exchange(asking, evaluation(key, '', unit))
    return Bulk.parse(JSON.parse(body.toString())).flags.find((one) => one.key === flag)?.value
  }
  try {
    await listenTo(stream, streamPath)
    if ((await ask()) !== true) throw new Error(`${flag} is not served to ${unit}`)
    const isSafe = waitFor(stream, async () => (await ask()) === false)
    const sentAt = clockMs()
    await tell(
      telling,
      key,
      exposed.map((one) => ({ type: 'track', unit: one, name: event, id: `fail-${one}` })),
    )
    await isSafe
    return clockMs() - sentAt
  } finally {
    for (const socket of [stream, asking, telling]) socket.destroy()
  }
}

const evaluation = (key: string, path: string, unit: string): Buffer =>
  requestBytes(
    'POST',
    `/ofrep/v1/evaluate/flags${path}`,
    { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    JSON.stringify({ context: { targetingKey: unit } }),
  )

async function tell(socket: Socket, key: string, rows: readonly unknown[]): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const request = requestBytes('POST', '/api/ingest/v1/events', headers, JSON.stringify({ events: rows }))
  const { status, body } = await exchange(socket, request)
  if (status !== 200 || !body.includes(`"accepted":${rows.length}`)) throw new Error(`${status} ${body.toString()}`)
}

function listenTo(stream: Socket, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('data', () => resolve()).once('error', reject)
    stream.write(requestBytes('GET', path, { accept: 'text/event-stream' }))
  })
}

/** Resolves when the condition holds after some message of the stream; messages that come meanwhile ask once more. */
function waitFor(stream: Socket, condition: () => Promise<boolean>): Promise<void> {
  return new Promise((resolve, reject) => {
    const [timer] = [setTimeout(() => reject(new Error('the client was never told')), ANSWER_MS_MAX)]
    let [isAsking, isNews] = [false, false]
    const look = async (): Promise<void> => {
      isAsking = true
      while (isNews) {
        isNews = false
        if (!(await condition())) continue
        clearTimeout(timer)
        resolve()
        return
      }
      isAsking = false
    }
    stream.on('data', (chunk: Buffer) => {
      if (!chunk.includes('refetchEvaluation')) return
      isNews = true
      if (!isAsking) look().catch(reject)
    })
  })
}
