import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { expect, test } from 'playwright/test'
import postgres from 'postgres'
import { demo, demoFolder, peopleServed } from './support/demo'
import { postgresUrl } from './support/processes'
import { readRollout, restAs } from './support/rest'
import { openShop } from './support/shop'

test('a web application with the official provider learns of a stop within a second, and of its undo', async ({
  page,
}) => {
  const [person = ''] = await peopleServed('fare-calendar')
  const { url, keys } = demo()
  const shop = await openShop()
  try {
    const asked = new URLSearchParams({ soundings: url, key: keys.client, flag: 'fare-calendar', person })
    const streaming = page.waitForResponse(/\/ofrep\/v1\/events/)
    await page.goto(`${shop.url}/?${asked}`)
    const shown = page.getByRole('status')
    await expect(shown).toHaveText('new version')
    await streaming

    const sentAt = Date.now()
    expect(await restAs('sam', '/api/v1/rollouts/RO-141/stop', {})).toMatchObject({ status: 200 })
    await expect(shown).toHaveText('old version')
    expect(Number(await shown.getAttribute('data-at')) - sentAt).toBeLessThan(1000)

    const expectedVersion = (await readRollout('RO-141')).version
    expect(await restAs('sam', '/api/v1/rollouts/RO-141/undo', { expectedVersion })).toMatchObject({ status: 200 })
    await expect(shown).toHaveText('new version')
  } finally {
    await shop.close()
  }
})

test('the official OTLP exporter, with gzip: every record it sent is stored', async () => {
  const COUNT = 700
  const { url, keys } = demo()
  const exporter = new OTLPLogExporter({
    url: `${url}/otlp/v1/logs`,
    headers: { Authorization: `Bearer ${keys.server}` },
    compression: CompressionAlgorithm.GZIP,
  })
  const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] })
  const logger = provider.getLogger('journey')
  for (let i = 0; i < COUNT; i += 1) {
    logger.emit({ eventName: 'journey.exported', attributes: { 'feature_flag.context.id': `exported-${i}` } })
  }
  await provider.shutdown()
  const sql = postgres(postgresUrl(demoFolder()), { max: 1 })
  try {
    const [stored] = await sql`
      select count(*)::int as rows, count(distinct unit)::int as units
      from telemetry_event where name = 'journey.exported'`
    expect(stored).toEqual({ rows: COUNT, units: COUNT })
  } finally {
    await sql.end()
  }
})
