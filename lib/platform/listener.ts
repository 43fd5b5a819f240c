import postgres from 'postgres'
import { type Log } from './log'

/**
 * Listens on one dedicated connection and comes back by itself after an outage.
 * `onBack` runs on every (re)connection: notices sent meanwhile are gone, so reload what they would have told.
 */
export async function openListener(
  url: string,
  channels: Record<string, (payload: string) => void>,
  log: Log,
  onBack: () => void,
): Promise<{ close(): Promise<void> }> {
  const sql = postgres(url, {
    max: 1,
    idle_timeout: 0,
    connect_timeout: 5,
    connection: { application_name: 'soundings-listen' },
  })
  const stop = new AbortController()
  const listen = async (channel: string, handle: (payload: string) => void): Promise<void> => {
    for (let attempt = 0; !stop.signal.aborted; attempt += 1) {
      try {
        await sql.listen(channel, handle, onBack)
        return
      } catch (error) {
        if (attempt === 0) log.warn({ channel, err: error }, 'cannot listen yet; trying again')
        await new Promise((resolve) => setTimeout(resolve, 1000))
      }
    }
  }
  const listening = Promise.all(Object.entries(channels).map(([channel, handle]) => listen(channel, handle)))
  listening.catch((error: unknown) => log.error({ err: error }, 'listening failed'))
  return {
    close: async () => {
      stop.abort()
      await sql.end({ timeout: 1 })
    },
  }
}
