import { afterAll, beforeAll, expect, test } from 'vitest'
import { aHouse, type TestHouse } from '@/lib/governance/server/testing'
import { idKey, KeyClaims } from './dedupe'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})
afterAll(() => house.close())

const keysOf = (...ids: string[]): string[] => ids.map((id) => idKey('key_1', id))

/** One group: what ingest does until its transaction commits. @returns known keys, and how often it had to begin */
async function claimed(claims: KeyClaims, keys: string[]): Promise<[known: string[], tries: number]> {
  const { workspaceId, runtime } = house
  for (let tries = 1; ; tries += 1) {
    try {
      const known = await runtime.database.sql.begin((tx) => claims.claim(tx, workspaceId, keys, runtime.now()))
      return [[...known].toSorted(), tries]
    } catch (error) {
      if (!claims.repeats(workspaceId, error)) throw error
    }
  }
}

test('keys are new once, for every process; a workspace that repeats itself is asked at once, until it is calm', async () => {
  const [here, elsewhere] = [new KeyClaims(), new KeyClaims()]
  expect(await claimed(here, keysOf('a', 'b'))).toEqual([[], 1])
  expect(await claimed(here, keysOf('b', 'c'))).toEqual([keysOf('b'), 2])
  expect(await claimed(here, keysOf('c', 'd', 'a'))).toEqual([keysOf('a', 'c').toSorted(), 1])
  expect(await claimed(elsewhere, keysOf('d', 'e'))).toEqual([keysOf('d'), 2])
  for (let i = 0; i < 99; i += 1) expect(await claimed(here, keysOf(`calm ${i}`))).toEqual([[], 1])
  expect(await claimed(here, keysOf('e', 'f'))).toEqual([keysOf('e'), 1])
  for (let i = 0; i < 100; i += 1) expect(await claimed(here, keysOf(`calmer ${i}`))).toEqual([[], 1])
  expect(await claimed(here, keysOf('f', 'g'))).toEqual([keysOf('f'), 2])
  expect(await claimed(here, [])).toEqual([[], 1])
})

test('another fault is not taken for a repeated key', async () => {
  const claims = new KeyClaims()
  await expect(claimed(claims, ['no hex'])).rejects.toThrow('invalid hexadecimal')
})
