import { describe, expect, test } from 'vitest'
import { alertsOf, AlertmanagerWebhook } from './alerts'
import { at } from './an-incident'
import { dueAt } from './mail'
import { foldBursts, groupOf, markOf } from './timeline'
import { type TimelineRow } from './schema'

/** As Alertmanager 0.27 sends it. */
const recorded = {
  receiver: 'soundings',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'HighErrorRate', service: 'payments-api', severity: 'critical', env: 'production' },
      annotations: { summary: 'Payments fail', description: '5% of payments fail.' },
      startsAt: '2026-12-17T03:02:11.123456789Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
      fingerprint: '0a1b2c3d4e5f6071',
    },
  ],
  groupLabels: { alertname: 'HighErrorRate' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager:9093',
  version: '4',
  groupKey: '{}:{alertname="HighErrorRate"}',
  truncatedAlerts: 0,
}
const read = (change: object = {}) => {
  const alerts = recorded.alerts.map((alert) => ({ ...alert, ...change }))
  return alertsOf(AlertmanagerWebhook.parse({ ...recorded, alerts }), at('03:14:00'))
}

describe('Alertmanager’s webhook', () => {
  test('is read as one alert with service, severity and environment', () => {
    expect(read()).toMatchObject([
      {
        fingerprint: '0a1b2c3d4e5f6071',
        status: 'firing',
        startsAt: '2026-12-17T03:02:11.123Z',
        endsAt: null,
        title: 'Payments fail',
        service: 'payments-api',
        environment: 'production',
        severity: 'SEV2',
        isClamped: false,
      },
    ])
  })
  test.each([
    [
      'a clock that is ahead is clamped and marked',
      { startsAt: '2026-12-17T04:00:00Z' },
      { startsAt: at('03:14:00'), isClamped: true },
    ],
    [
      'a small lead is clamped in silence',
      { startsAt: '2026-12-17T03:15:00Z' },
      { startsAt: at('03:14:00'), isClamped: false },
    ],
    [
      'no labels at all',
      { labels: {}, annotations: {} },
      { title: 'Alert on unknown', service: 'unknown', severity: 'SEV3' },
    ],
    ['a script is no link', { generatorURL: 'javascript:alert(1)' }, { link: '' }],
  ])('%s', (_, change, expected) => {
    expect(read(change)).toMatchObject([expected])
  })
  test('an alert twice in one webhook is one', () => {
    const twice = AlertmanagerWebhook.parse({ ...recorded, alerts: [...recorded.alerts, ...recorded.alerts] })
    expect(alertsOf(twice, at('03:14:00'))).toHaveLength(1)
  })
  test.each([
    ['another version', { version: '3' }],
    ['no alerts', { alerts: [] }],
    ['a status nobody knows', { alerts: [{ ...recorded.alerts[0], status: 'maybe' }] }],
  ])('%s is refused', (_, change) => {
    expect(AlertmanagerWebhook.safeParse({ ...recorded, ...change }).success).toBe(false)
  })
})

const row = (id: number, fold: string | null, pinned = false) =>
  ({ id: `tev_${id}`, fold, pinned, title: String(id) }) as unknown as TimelineRow

describe('timeline', () => {
  test('bursts of three or more fold; pinned rows and pairs do not', () => {
    const folded = foldBursts([row(1, 'a'), row(2, 'a'), row(3, 'a'), row(4, null), row(5, 'b'), row(6, 'b')])
    expect(folded.map(({ row: { title }, folded: more }) => [title, more.length])).toEqual([
      ['1', 2],
      ['4', 0],
      ['5', 0],
      ['6', 0],
    ])
    expect(foldBursts([row(1, 'a'), row(2, 'a', true), row(3, 'a'), row(4, 'a')])).toHaveLength(4)
  })
  test.each([
    ['rollout.paused', 'policy', 'decisions', '◇'],
    ['rollout.stopped', 'person', 'decisions', '◆'],
    ['alert.firing', 'integration', 'signals', '▲'],
    ['deploy.finished', 'service', 'signals', '↑'],
    ['note', 'person', 'people', '✎'],
    ['incident.acknowledged', 'person', 'people', '◆'],
  ])('%s by a %s is among %s, marked %s', (kind, actor, group, mark) => {
    expect([groupOf(kind), markOf(kind, actor)]).toEqual([group, mark])
  })
})

test.each([
  ['nothing sent yet', null, false, '03:14:00'],
  ['sent four minutes ago', '03:10:00', false, '03:15:00'],
  ['sent four minutes ago, and worse now', '03:10:00', true, '03:14:00'],
  ['sent long ago', '02:10:00', false, '03:14:00'],
])('a mail leaves at most every five minutes: %s', (_, sent, worse, due) => {
  expect(dueAt(sent === null ? null : at(sent), at('03:14:00'), worse)).toBe(at(due))
})
