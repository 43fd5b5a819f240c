import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from 'playwright/test'
import { z } from 'zod'
import { type House, signInTo, startHouse } from './support/house'
import { rest } from './support/rest'

const ROWS = 10_000
const WEBHOOK_MAX = 1000
/** Far more than a screen shows, far less than all. */
const DRAWN_MAX = 150

let house: House
let folder: string
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'soundings-timeline-'))
  house = await startHouse({ dataDir: folder })
})
test.afterAll(async () => {
  await house.server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const admin = (path: string, body?: object) => rest(house.server.url, house.keys.admin, `/api/v1/${path}`, body)

/** Ten thousand alerts a second apart, of two services in turn, so that none fold. @returns the incident they join */
async function storm(): Promise<string> {
  const made = await admin('keys', { name: 'alerts', scope: 'hook' })
  const { key } = z.object({ key: z.string() }).parse(made.body)
  const endMs = Date.now() - 60_000
  for (let from = 0; from < ROWS; from += WEBHOOK_MAX) {
    const alerts = Array.from({ length: WEBHOOK_MAX }, (_, i) => ({
      status: 'firing',
      labels: { alertname: 'High', service: `storm-${i % 2}`, severity: 'critical' },
      annotations: { summary: `Alert ${from + i}` },
      startsAt: new Date(endMs - (ROWS - from - i) * 1000).toISOString(),
      fingerprint: `storm-${from + i}`,
    }))
    const webhook = { version: '4', status: 'firing', alerts }
    const { status } = await rest(house.server.url, key, '/api/ingest/v1/alerts/alertmanager', webhook)
    expect(status).toBe(200)
  }
  const { body } = await admin('incidents?open=true')
  return z.object({ items: z.array(z.object({ name: z.string() })) }).parse(body).items[0]?.name ?? ''
}

const rows = (page: Page) => page.getByRole('list', { name: 'Timeline' }).locator(':scope > li')
/** The row that has focus, by its title. */
const focused = (page: Page) => page.locator('li[data-index]:focus-within')

test('ten thousand rows: few are drawn, the newest, the earliest and a linked one are reached by keyboard', async ({
  page,
}) => {
  test.setTimeout(300_000)
  const incident = await storm()
  await signInTo(page, house, `/incidents/${incident}`)
  await expect(rows(page).first()).toContainText('Alert 9999')
  await page.getByRole('button', { name: 'Show earlier events' }).press('Enter')
  await expect(rows(page).first()).toHaveAttribute('aria-posinset', '1')
  await rows(page).first().getByRole('link').focus()
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).toContainText('Alert 9998')

  // End goes to the earliest that is read, and reads on from there; the page stays small all the way.
  await expect(async () => {
    await page.keyboard.press('End')
    expect(await rows(page).count()).toBeLessThan(DRAWN_MAX)
    await expect(focused(page)).toContainText(/Alert 0$|Alert 0\D/, { timeout: 300 })
  }).toPass({ timeout: 120_000 })
  expect(await page.locator('main *').count()).toBeLessThan(5000)
  const address = await focused(page).getByRole('link').getAttribute('href')
  await page.keyboard.press('Home')
  await expect(focused(page)).toContainText('Alert 9999')
  await expect(rows(page).first()).toBeInViewport()

  // Somebody walks through it: what is new is counted, and nothing moves under them.
  await page.keyboard.press('ArrowDown')
  await admin(`incidents/${incident}/notes`, { body: 'From elsewhere' })
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible()
  await expect(focused(page)).toContainText('Alert 9998')
  await page.getByRole('button', { name: '1 new' }).press('Enter')
  await expect(focused(page)).toContainText('From elsewhere')

  // The link of the earliest row leads to it, and back to the newest.
  await page.goto(`${house.server.url}${address}`)
  await expect(focused(page)).toContainText(/Alert 0\D/)
  await expect(rows(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Show the newest' }).press('Enter')
  await expect(rows(page).first()).toContainText('From elsewhere')
  await page.goto(`${house.server.url}/incidents/${incident}?row=tev_000000000000`)
  await expect(page.getByText('is not on the timeline any more')).toBeVisible()
})
