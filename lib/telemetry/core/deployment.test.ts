import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, type Instant } from '@/lib/kernel/time'
import { deploymentTitle, isSame, type Progress, progressWith, type Told, toldBy } from './deployment'
import { DEPLOYMENT_STATUSES, type DeploymentStatus } from './deployment-schema'

const at = (minute: number): Instant => instant(Date.UTC(2026, 2, 5, 10, minute))
const told = (status: DeploymentStatus, minute: number, more: Partial<Told> = {}): Told => ({
  status,
  at: at(minute),
  isExact: true,
  startedAt: null,
  ...more,
})
const after = (...reports: Told[]): Progress => {
  const [first, ...rest] = reports
  if (!first) throw new Error('no report')
  return rest.reduce<Progress>(progressWith, progressWith(null, first))
}

describe('reports taken together', () => {
  test('start and finish make one deployment with both times', () => {
    expect(after(told('started', 1), told('finished', 4))).toEqual({
      status: 'finished',
      statusAt: at(4),
      startedAt: at(1),
      finishedAt: at(4),
      failedAt: null,
      rolledBackAt: null,
    })
  })
  test('a start that comes late does not take it back', () => {
    expect(after(told('finished', 4), told('started', 1))).toEqual(after(told('started', 1), told('finished', 4)))
    const late = after(told('finished', 4), told('started', 9, { isExact: false }))
    expect(late).toMatchObject({ status: 'finished', startedAt: null })
  })
  test('sent again without a time, nothing moves', () => {
    const once = after(told('started', 1), told('finished', 4, { isExact: false }))
    expect(isSame(once, progressWith(once, told('finished', 30, { isExact: false })))).toBe(true)
  })
  test('failed, tried again, finished; then rolled back and brought out again', () => {
    expect(after(told('failed', 2), told('started', 3), told('finished', 5)).status).toBe('finished')
    const again = after(told('finished', 5), told('rolled-back', 7), told('finished', 9))
    expect(again).toMatchObject({ status: 'finished', statusAt: at(9), finishedAt: at(5), rolledBackAt: at(7) })
  })
  test('of two states at one moment the graver counts', () => {
    expect(after(told('failed', 2), told('finished', 2)).status).toBe('failed')
    expect(after(told('rolled-back', 2), told('failed', 2)).status).toBe('rolled-back')
  })
  test('one report says when it began and ended', () => {
    expect(after(told('finished', 4, { startedAt: at(1) }))).toMatchObject({ startedAt: at(1), finishedAt: at(4) })
    expect(after(told('finished', 4, { startedAt: at(8) })).startedAt).toBeNull()
  })

  const report = fc
    .record({ status: fc.constantFrom(...DEPLOYMENT_STATUSES), minute: fc.integer({ min: 0, max: 50 }) })
    .map(({ status, minute }) => told(status, minute))
  test('with their times they say the same in every order and however often they come', () => {
    fc.assert(
      fc.property(
        fc.array(report, { minLength: 1, maxLength: 8 }).chain((reports) =>
          fc.record({
            reports: fc.constant(reports),
            mixed: fc.shuffledSubarray([...reports, ...reports], { minLength: 2 * reports.length }),
          }),
        ),
        ({ reports, mixed }) => {
          expect(after(...mixed)).toEqual(after(...reports))
        },
      ),
    )
  })
})

describe('times of a sender', () => {
  const now = at(10)
  test('nothing has happened after now; a clock more than five minutes ahead is marked', () => {
    expect(toldBy({ status: 'finished', time: Date.parse(at(12)) }, now)).toMatchObject({ at: now, isClamped: false })
    expect(toldBy({ status: 'finished', time: Date.parse(at(30)) }, now)).toMatchObject({ at: now, isClamped: true })
  })
  test('late ones keep their time, missing ones get ours', () => {
    expect(toldBy({ status: 'finished', time: Date.parse(at(1)) }, now)).toMatchObject({ at: at(1), isExact: true })
    expect(toldBy({ status: 'finished' }, now)).toMatchObject({ at: now, isExact: false })
  })
})

test.each([
  ['finished', 'payments-api 1.44 to Production by CI'],
  ['started', 'payments-api 1.44 on its way to Production by CI'],
  ['failed', 'payments-api 1.44 to Production failed, started by CI'],
  ['rolled-back', 'payments-api 1.44 rolled back in Production by CI'],
] as const)('%s reads %s', (status, words) => {
  const its = { service: 'payments-api', version: '1.44', sha: 'abcdef0123', byName: 'CI' }
  expect(deploymentTitle(its, 'Production', status)).toBe(words)
})
test('without a version the sha is said', () => {
  const its = { service: 'web', version: '', sha: 'abcdef0123', byName: '' }
  expect(deploymentTitle(its, 'Production', 'finished')).toBe('web abcdef0 to Production')
})
