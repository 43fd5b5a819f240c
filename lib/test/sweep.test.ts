import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clusterPaths } from '../platform/postgres-cluster'
import { writeSupervision } from '../platform/postgres-supervision'
import { sweepLeftovers, TEST_DATA } from './sweep'

async function dataOf(supervisorPid: number): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), TEST_DATA))
  await writeSupervision(clusterPaths(dataDir).supervisor, { supervisorPid, serverPid: supervisorPid, port: 0 })
  return dataDir
}

test('data of a run that was killed is removed, that of a run under way stays', async () => {
  const killed = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(killed, 'exit')
  const left = await dataOf(killed.pid ?? 0)
  const ours = await dataOf(process.pid)
  await sweepLeftovers()
  await expect(access(left)).rejects.toThrow('ENOENT')
  await expect(access(ours)).resolves.toBeUndefined()
  await rm(ours, { recursive: true })
})
