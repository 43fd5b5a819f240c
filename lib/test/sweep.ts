import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clusterPaths } from '../platform/postgres-cluster'
import { findPostmaster, isAlive } from '../platform/postgres-postmaster'
import { readSupervision, shutDown } from '../platform/postgres-supervision'

/** Begins the name of every temporary data directory of a test run. */
export const TEST_DATA = 'soundings-test-'

/** Ends servers and removes data of test runs that were killed before they could do it themselves. */
export async function sweepLeftovers(): Promise<void> {
  const names = await readdir(tmpdir())
  for (const name of names.filter((entry) => entry.startsWith(TEST_DATA))) {
    const dataDir = join(tmpdir(), name)
    const { supervisor, cluster } = clusterPaths(dataDir)
    const supervision = await readSupervision(supervisor)
    if (!supervision || isAlive(supervision.supervisorPid)) continue
    const running = await findPostmaster(cluster)
    if (running) await shutDown(running.pid, cluster)
    await rm(dataDir, { recursive: true, force: true })
  }
}
