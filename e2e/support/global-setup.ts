import { startServer } from './server'

/** One demo for all journeys, found by the folder in the environment; one that runs there already is used as it is. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env['E2E_DATA']) return () => Promise.resolve()
  const server = await startServer({ args: ['--demo'] })
  process.env['E2E_DATA'] = server.dataDir
  return server.stop
}
