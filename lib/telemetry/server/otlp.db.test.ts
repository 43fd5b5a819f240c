import { EventHook } from '@openfeature/open-telemetry-hooks'
import { OpenFeature, type Provider } from '@openfeature/server-sdk'
import { logs } from '@opentelemetry/api-logs'
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as ProtoExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { totals } from '../core/test-builders'
import { openDoors, type TestDoors } from './testing'

let doors: TestDoors
beforeAll(async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', 'gzip')
  doors = await openDoors()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await doors.close()
})
beforeEach(async () => {
  doors.clients.length = 0
  doors.encodings.clear()
  await doors.house.runtime.database.sql`truncate telemetry_event, ingest_seen, unit_stage, unit_metric, cohort_delta`
})
afterEach(async () => {
  logs.disable()
  await OpenFeature.clearProviders()
})

/** Serves `on` to units whose name ends in an even digit, with the metadata that the flag document gives. */
const provider: Provider = {
  metadata: { name: 'test' },
  runsOn: 'server',
  resolveBooleanEvaluation: async (_flag, _otherwise, context) => {
    const value = Number(context.targetingKey?.at(-1)) % 2 === 0
    const variant = value ? 'on' : 'control'
    return { value, variant, reason: 'TARGETING_MATCH', flagMetadata: { flagSetId: 'test/production', version: '1' } }
  },
  resolveStringEvaluation: async (_, value) => ({ value }),
  resolveNumberEvaluation: async (_, value) => ({ value }),
  resolveObjectEvaluation: async (_, value) => ({ value }),
}

const exporters = { 'protobuf, gzip': ProtoExporter, 'JSON, gzip': JsonExporter }
test.each(Object.entries(exporters))('OpenFeature’s EventHook and the official exporter (%s)', async (_, Exporter) => {
  const options = { url: `${doors.url}/otlp/v1/logs`, headers: { authorization: `Bearer ${doors.key}` } }
  const exporter = new Exporter(options)
  const sender = new LoggerProvider({
    resource: resourceFromAttributes({
      'service.name': 'shop',
      'service.version': '2.0',
      'service.instance.id': 'pod-1',
    }),
    processors: [new BatchLogRecordProcessor({ exporter })],
  })
  logs.setGlobalLoggerProvider(sender)
  await OpenFeature.setProviderAndWait(provider)
  const client = OpenFeature.getClient()
  client.addHooks(new EventHook())
  for (let i = 0; i < 10; i += 1) await client.getBooleanValue('checkout', false, { targetingKey: `user-${i}` })
  await client.getBooleanValue('checkout', false, { targetingKey: 'user-0' })
  const logger = sender.getLogger('shop')
  logger.emit({ eventName: 'error', attributes: { 'user.id': 'user-2', value: 3 } })
  logger.emit({ eventName: 'buy', attributes: { 'enduser.pseudo.id': 'user-3' }, body: 12.5 })
  logger.emit({ eventName: 'error', attributes: {} })
  await sender.shutdown()
  expect([...doors.encodings]).toEqual(['gzip'])
  expect(totals(await doors.deltas())).toMatchObject([
    { arm: 'control', coin: 0, nEnter: 5, riskEnter: [5], booked: [0, 1], bookedYes: [0, 1], events: [0, 1] },
    { arm: 'exposed', coin: 0, nEnter: 5, riskEnter: [5], firstEvents: [1], events: [1] },
  ])
  expect(await doors.count('telemetry_event')).toBe(13)
  expect(doors.clients).toMatchObject([{ clientId: 'pod-1', service: 'shop', version: '2.0', revision: 1 }])
})

const post = (body: BodyInit, contentType: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${doors.url}/otlp/v1/logs`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${doors.key}`, 'content-type': contentType, ...headers },
  })

/** A track event of unit u. */
const record = (eventName: string): object => ({
  eventName,
  attributes: [{ key: 'user.id', value: { stringValue: 'u' } }],
})

test('partial success says how many and why; an empty request is a success', async () => {
  const logRecords = [record('error'), record(''), {}]
  const answer = await post(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }), 'application/json')
  expect([answer.status, await answer.json()]).toEqual([
    200,
    { partialSuccess: { rejectedLogRecords: '2', errorMessage: '2 records: there is no event name' } },
  ])
  const empty = await post(new Uint8Array(), 'application/x-protobuf')
  expect([empty.status, empty.headers.get('content-type'), await empty.text()]).toEqual([
    200,
    'application/x-protobuf',
    '',
  ])
})

test('errors are google.rpc.Status in the encoding of the request', async () => {
  const json = await post('{', 'application/json; charset=utf-8')
  expect([json.status, await json.json()]).toEqual([400, { code: 3, message: 'malformed: the data is malformed' }])
  const unknown = await post('{}', 'application/json', { authorization: 'Bearer nobody' })
  expect([unknown.status, await unknown.json()]).toMatchObject([401, { code: 16 }])
  const proto = await post('{}', 'application/x-protobuf')
  const bytes = Buffer.from(await proto.arrayBuffer())
  expect([proto.status, proto.headers.get('content-type'), bytes.subarray(0, 3).toString('hex')]).toEqual([
    400,
    'application/x-protobuf',
    '080312',
  ])
  expect((await post('a', 'text/plain')).status).toBe(415)
  expect((await post(new Uint8Array(8 * 2 ** 20 + 1), 'application/x-protobuf')).status).toBe(413)
})
