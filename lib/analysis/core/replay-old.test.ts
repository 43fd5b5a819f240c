import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { applyTick } from './replay'
import { startEngine } from './stage'
import { aChoice, aConfig, aDefinition, aDelta, after, aStage, random, S1, S2, verdictOf } from './test-builders'

test('a rollout of rates reaches the state and the verdict that it reached before there were numbers', () => {
  const config = aConfig(
    [
      aChoice({ definition: aDefinition({ harmLimit: { kind: 'absolute', value: 0.01 } }) }),
      aChoice({
        definition: aDefinition({ key: 'bought', aggregation: 'proportion', direction: 'higher', declaredRate: 0.3 }),
      }),
    ],
    [S1, S2],
  )
  const dice = random(20)
  const upTo = (n: number): number => Math.floor(dice() * n)
  let state = startEngine(config, aStage())
  for (let i = 0; i < 60; i += 1) {
    const later = { id: S2, share: 25_000, position: 1, at: after(i * 600_000) }
    const changes = i === 30 ? [{ kind: 'stage' as const, stage: aStage(later) }] : []
    const rows = (['exposed', 'control'] as const).map((arm) => {
      const n = upTo(arm === 'exposed' ? 20 : 200)
      const booked = upTo(n + 1)
      return {
        arrivedAt: after(i * 600_000 + 1),
        delta: aDelta({
          ...(i < 30 ? {} : { stageId: S2, share: 25_000, coin: 5000 }),
          arm,
          nEnter: n,
          riskEnter: [n, 0],
          riskExit: [upTo(2), 0],
          firstEvents: [upTo(arm === 'exposed' ? 3 : 6), 0],
          booked: [0, booked],
          bookedYes: [0, upTo(booked + 1)],
        }),
      }
    })
    state = applyTick(JSON.parse(JSON.stringify(state)), config, { changes, rows })
  }
  const told = [state, verdictOf(state, config)]
  const text = JSON.stringify(told, (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  expect(createHash('sha256').update(text).digest('hex').slice(0, 16)).toBe('39f9d8f9b83bc7f6')
})
