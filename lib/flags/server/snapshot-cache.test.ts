import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { instant } from '@/lib/kernel/time'
import { aFlag, aFlagServer, aSnapshot, aTargeting, forPlan, PRODUCTION, silent } from './flag-testing'
import type { LoadedSnapshot } from './served-snapshot'
import { SnapshotCache } from './snapshot-cache'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'snapshots-'))
})
afterEach(() => rm(folder, { recursive: true }))

const flags = [aFlag('checkout-v2', aTargeting([forPlan('pro')]))]
const now = () => instant(1_795_168_900_000)

test('a process that starts without its database serves what the last one left on disk, as stale', async () => {
  const before = aFlagServer({ diskDir: folder })
  await before.publish(418, flags)
  await before.runtime.snapshots.settle()

  const after = aFlagServer({ diskDir: folder })
  after.published.now = null
  await after.runtime.snapshots.readDisk()
  const served = await after.runtime.snapshots.obtain(PRODUCTION)
  expect(served).toMatchObject({ revision: 418, key: 'prod', etag: before.runtime.snapshots.get(PRODUCTION)?.etag })
  expect(served?.evaluator.evaluate('checkout-v2', { plan: 'pro' }, 0)).toMatchObject({ value: true })
  expect(after.runtime.snapshots.staleSince).toBe(instant(after.clock.nowMs))

  await after.publish(419, [])
  expect(after.runtime.snapshots.staleSince).toBeNull()
  expect(after.runtime.snapshots.get(PRODUCTION)?.revision).toBe(419)
  await after.runtime.snapshots.settle()
})

test('broken files and half-written ones are passed over', async () => {
  await writeFile(path.join(folder, 'env_000000000009.json'), '{"revision":')
  await writeFile(path.join(folder, 'env_000000000008.json.1.tmp'), 'half')
  const server = aFlagServer({ diskDir: folder })
  await server.runtime.snapshots.readDisk()
  expect(server.runtime.snapshots.all()).toEqual([])
  await server.publish(1, flags)
  await server.runtime.snapshots.settle()
  expect((await readdir(folder)).filter((name) => name === `${PRODUCTION}.json`)).toHaveLength(1)
})

test('a document that cannot be read leaves the old flags in force', async () => {
  const server = aFlagServer()
  await server.publish(417, flags)
  const seen: number[] = []
  server.runtime.snapshots.onChange(({ revision }) => seen.push(revision))
  server.published.now = { ...aSnapshot(418, flags), text: '{"flags":[]}' }
  expect(await server.runtime.snapshots.refresh(PRODUCTION)).toMatchObject({ revision: 417 })
  await server.publish(419, flags)
  expect(seen).toEqual([419])
})

test('an unchanged revision is neither served anew nor told', async () => {
  const server = aFlagServer()
  await server.publish(417, flags)
  const before = server.runtime.snapshots.get(PRODUCTION)
  const seen: number[] = []
  server.runtime.snapshots.onChange(({ revision }) => seen.push(revision))
  expect(await server.runtime.snapshots.refresh(PRODUCTION)).toBe(before)
  expect(seen).toEqual([])
})

test('a change during a load is not missed: another load follows, and one only', async () => {
  const answers: ((snapshot: LoadedSnapshot) => void)[] = []
  const load = () => new Promise<LoadedSnapshot>((resolve) => answers.push(resolve))
  const cache = new SnapshotCache({ load, diskDir: null, now, log: silent })
  const first = cache.refresh(PRODUCTION)
  const later = [cache.refresh(PRODUCTION), cache.refresh(PRODUCTION)]
  expect(answers).toHaveLength(1)
  answers[0]?.(aSnapshot(1, flags))
  expect(await first).toMatchObject({ revision: 1 })
  expect(answers).toHaveLength(2)
  answers[1]?.(aSnapshot(2, flags))
  expect(await Promise.all(later)).toMatchObject([{ revision: 2 }, { revision: 2 }])
  expect(answers).toHaveLength(2)
})

test('an environment that was never published serves nothing and is not stale', async () => {
  const cache = new SnapshotCache({ load: async () => null, diskDir: null, now, log: silent })
  expect(await cache.obtain(PRODUCTION)).toBeNull()
  expect(cache.staleSince).toBeNull()
})
