import { parseOptions } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { hashPassword, passwordMatches } from './passwords'

test('hashes are Argon2id at 19 MiB, two passes, one lane, each with its own salt', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(parseOptions(one)).toMatchObject({ memoryCost: 19 * 1024, timeCost: 2, parallelism: 1, saltLen: 16 })
  expect(one).not.toBe(two)
})

test('a password matches its own hash alone', async () => {
  const stored = await hashPassword('correct horse')
  expect(await passwordMatches(stored, 'correct horse')).toBe(true)
  expect(await passwordMatches(stored, 'correct horse ')).toBe(false)
  expect(await passwordMatches(null, 'nobody has this password')).toBe(false)
})

/** The least of five, in milliseconds: noise only adds. */
async function fastestCheck(storedHash: string | null): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 5; i += 1) {
    const from = performance.now()
    await passwordMatches(storedHash, 'wrong')
    times.push(performance.now() - from)
  }
  return Math.min(...times)
}

test('an unknown account costs the time of a known one', async () => {
  const stored = await hashPassword('correct horse')
  await passwordMatches(null, 'x') // makes the decoy
  const ratio = (await fastestCheck(null)) / (await fastestCheck(stored))
  expect(ratio).toBeGreaterThan(0.4)
  expect(ratio).toBeLessThan(2.5)
})
