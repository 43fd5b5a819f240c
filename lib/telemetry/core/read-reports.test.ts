import { describe, expect, test } from 'vitest'
import { readReports } from './read-reports'

const one = (more: object = {}) => ({
  service: 'payments-api',
  environment: 'production',
  version: '1.44',
  status: 'finished',
  ...more,
})

describe('what is sent', () => {
  test('one deployment, or a list', () => {
    expect(readReports(one())).toMatchObject({
      ok: true,
      rejected: [],
      reports: [{ index: 0, report: { service: 'payments-api', environment: 'production', provider: 'api' } }],
    })
    expect(readReports({ deployments: [one(), one({ version: '1.45' })] })).toMatchObject({
      reports: [{ index: 0 }, { index: 1 }],
    })
  })
  test('times with an offset or in milliseconds, shas in any case', () => {
    const read = readReports(one({ time: '2026-03-05T12:00:00+02:00', startedAt: 5, sha: 'ABCDEF0' }))
    expect(read).toMatchObject({
      reports: [{ report: { time: Date.UTC(2026, 2, 5, 10), startedAt: 5, sha: 'abcdef0' } }],
    })
  })

  test.each([
    ['no service', { service: undefined }, 'bad-service'],
    ['a service of two lines', { service: 'a\nb' }, 'bad-service'],
    ['a NUL in the service', { service: 'a\u0000b' }, 'bad-service'],
    ['a long service', { service: 'x'.repeat(101) }, 'bad-service'],
    ['another status', { status: 'done' }, 'bad-status'],
    ['a sha that is none', { sha: 'main' }, 'bad-sha'],
    ['a time without offset', { time: '2026-03-05T10:00:00' }, 'bad-time'],
    ['a time that is none', { time: -1 }, 'bad-time'],
    ['a script as address', { url: 'javascript:alert(1)' }, 'bad-url'],
    ['too many commits', { commits: Array.from({ length: 501 }, () => ({ sha: 'abcdef0' })) }, 'bad-commits'],
    ['a commit without sha', { commits: [{ title: 'Fix' }] }, 'bad-commits'],
    ['neither version nor sha nor id', { version: undefined }, 'no-version'],
    ['a long version', { version: 'x'.repeat(101) }, 'bad-text'],
  ])('%s', (_, more, code) => {
    expect(readReports(one(more))).toMatchObject({ reports: [], rejected: [{ index: 0, code }] })
  })
  test('what is wrong in a list keeps nothing else back', () => {
    const read = readReports({ deployments: [one(), 7, one({ status: '' }), one({ version: '2' })] })
    expect(read).toMatchObject({
      reports: [{ index: 0 }, { index: 3 }],
      rejected: [
        { index: 1, code: 'not-an-object' },
        { index: 2, code: 'bad-status' },
      ],
    })
  })
  test.each([[[]], ['text'], [null], [{ deployments: [] }], [{ deployments: 'all' }]])('%j is no request', (body) => {
    expect(readReports(body)).toEqual({ ok: false, code: 'malformed' })
  })
  test('more than a hundred are too many', () => {
    const body = { deployments: Array.from({ length: 101 }, () => one()) }
    expect(readReports(body)).toEqual({ ok: false, code: 'too-many-rows' })
  })
})
