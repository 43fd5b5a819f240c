import { expect, test } from 'vitest'
import { aVerdict, facts, running, t } from './a-rollout'
import { evidenceHash, evidenceText, fnv1a64 } from './evidence'

// Published test vectors: Fowler, Noll, Vo and Eastlake, "The FNV Non-Cryptographic Hash Algorithm", appendix C.
test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('FNV-1a of %j', (text, hash) => {
  expect(fnv1a64(text)).toBe(hash)
})

test('evidence is codes, gate states, share and versions, never a measured value', () => {
  const rollout = running(2, { verdict: aVerdict('safe-so-far') })
  const moved = { ...rollout, verdict: aVerdict('safe-so-far', { logE: 2.5, unitsExposed: 2222, at: t(2) }) }
  expect(evidenceText(moved, facts())).toBe(evidenceText(rollout, facts()))
  expect(JSON.parse(evidenceText(rollout, facts()))).toMatchObject({
    verdict: 'safe-so-far',
    target: { share: 100_000 },
    policy: ['careful', 1],
    metrics: { payment_errors: 1 },
  })
})

test('time alone changes it when a gate is met by it', () => {
  const rollout = running(2, { verdict: aVerdict('safe-so-far') })
  expect(evidenceHash(rollout, facts({ now: t(59) }))).toBe(evidenceHash(rollout, facts()))
  expect(evidenceHash(rollout, facts({ now: t(60) }))).not.toBe(evidenceHash(rollout, facts()))
})
