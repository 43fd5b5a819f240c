import { expect, test } from 'vitest'
import type { EvaluationContext } from '../core/evaluator'
import { BulkAnswers } from './bulk-answers'
import { aFlag, aSnapshot, aTargeting, forPlan } from './flag-testing'
import { serveSnapshot, type ServedSnapshot } from './served-snapshot'

const flags = [aFlag('checkout-v2', aTargeting([forPlan('pro')])), aFlag('search', aTargeting([forPlan('free')]))]

async function served(revision: number, what = flags): Promise<ServedSnapshot> {
  const outcome = await serveSnapshot(aSnapshot(revision, what))
  if (!outcome.ok) throw new Error(outcome.message)
  return outcome.value
}

const asked = (answers: BulkAnswers, snapshot: ServedSnapshot, context: EvaluationContext, token = 'token') =>
  answers.answer(snapshot, snapshot.evaluator.evaluateAll(context, 0), token)

test('whoever is served the same of every flag gets the same answer; any other gets another ETag', async () => {
  const [answers, snapshot] = [new BulkAnswers(), await served(417)]
  const ana = asked(answers, snapshot, { targetingKey: 'ana', plan: 'pro' })
  expect(asked(answers, snapshot, { targetingKey: 'sam', plan: 'pro' })).toBe(ana)
  const others = [
    asked(answers, snapshot, { plan: 'free' }),
    asked(answers, snapshot, {}),
    asked(answers, snapshot, { plan: 'pro' }, 'another token'),
    asked(answers, await served(418), { plan: 'pro' }),
    asked(answers, await served(418, []), {}),
    asked(answers, await served(419, []), {}),
  ]
  expect(new Set([ana, ...others].map(({ etag }) => etag)).size).toBe(7)
  expect(new Set([ana, ...others].map(({ whole }) => String(whole.body))).size).toBe(7)
})

test('the same answer of another process has the same ETag, or a balancer would make every poll a 200', async () => {
  const [here, there] = [new BulkAnswers(), new BulkAnswers()]
  asked(there, await served(1), {}) // which has seen other answers before
  const context = { plan: 'pro' }
  const [one, two] = [asked(here, await served(417), context), asked(there, await served(417), context)]
  expect(two.etag).toBe(one.etag)
  expect(two.whole).toEqual(one.whole)
})

test('space is bounded: the oldest answers go, and what is larger than all of it is answered but not kept', async () => {
  const bytesMax = 4000
  const [answers, snapshot] = [new BulkAnswers({ bytesMax }), await served(417)]
  const first = asked(answers, snapshot, { plan: 'pro' })
  for (let i = 0; i < 50; i += 1) {
    asked(answers, snapshot, { plan: 'pro' }, `token ${i}`)
    expect(answers.bytes).toBeGreaterThan(0)
    expect(answers.bytes).toBeLessThanOrEqual(bytesMax)
  }
  const again = asked(answers, snapshot, { plan: 'pro' })
  expect(again).not.toBe(first)
  expect(again).toEqual(first)
  const none = new BulkAnswers({ bytesMax: 10 })
  expect(asked(none, snapshot, { plan: 'pro' })).toEqual(first)
  expect(none.bytes).toBe(0)
})
