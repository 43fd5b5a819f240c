import { readSettings } from './traffic/settings'
import { startTraffic } from './traffic/flow'

// The people of Harbor Travel, as a process of its own: it knows Soundings only by its public addresses and keys.
const LEAVE_MS = 800

try {
  const traffic = await startTraffic(readSettings(process.env), (line) => process.stdout.write(`traffic: ${line}\n`))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), LEAVE_MS).unref()
      void traffic.stop().finally(() => process.exit(0))
    })
  }
} catch (error) {
  process.stderr.write(`traffic: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
