import { expect } from 'playwright/test'
import { z } from 'zod'
import { demo, test } from './support/demo'
import { press } from './support/keys'
import { complaintsOf, expectSoundLooks } from './support/looks'
import { readRollout, restAs } from './support/rest'

test.describe.configure({ timeout: 240_000 })

const Named = z.object({ name: z.string(), version: z.number() })

test('a metric from the gallery, tried on real events, and edited while a rollout relies on it', async ({ pageOf }) => {
  const mark = Date.now().toString(36)
  const key = `conversion-${mark}`
  const page = await pageOf('maria')
  const complaints = complaintsOf(page)
  await page.goto(demo().url)
  await expect(async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await expect(page.getByRole('heading', { level: 1, name: 'Metrics' })).toBeVisible({ timeout: 2000 })
  }).toPass()
  await press(page, 'j')
  await expect(page.getByRole('link', { name: 'Bookings completed' })).toBeFocused()
  await expectSoundLooks(page, 'metrics')
  await page.getByText('Metrics to begin with', { exact: true }).click()
  await expectSoundLooks(page, 'gallery of metrics')

  await page.getByRole('link', { name: 'Begin with Conversion' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'New metric: Conversion' })).toBeVisible()
  await page.getByLabel('Key', { exact: true }).fill(key)
  await page.getByLabel('Name', { exact: true }).fill(`Conversion ${mark}`)
  await page.getByLabel('Event', { exact: true }).fill('purchase')
  await expect(page.getByLabel('Event', { exact: true })).toHaveAccessibleDescription(/^△ No “purchase” has arrived/)
  await page.getByLabel('Event', { exact: true }).fill('booking.completed')
  await expect(page.getByLabel('Event', { exact: true })).toHaveAccessibleDescription(/^✓ .+ in the last/)
  await page.getByRole('button', { name: 'Test on last 7 days' }).click()
  await expect(page.getByRole('table', { name: 'By day (UTC)' })).toBeVisible()
  await expect(page.getByText(/that is 0\.\d+ × the usual rate of \d/)).toBeVisible()
  await expectSoundLooks(page, 'a metric that is tried')
  await page.getByRole('button', { name: 'Create metric' }).click()
  await expect(page.getByRole('heading', { level: 1, name: `Conversion ${mark}` })).toBeVisible()
  await expect(page.getByText('No rollout yet.')).toBeVisible()

  const rollout = await running(`fast-lane-${mark}`, key)
  await page.reload()
  await expect(page.getByRole('link', { name: rollout })).toBeVisible()
  await expect(page.getByRole('img', { name: `Conversion ${mark} in Production, by day` })).toBeVisible()
  await expectSoundLooks(page, 'a metric')
  await press(page, 'd')
  await expect(page.getByRole('region', { name: 'Data of the chart' })).toBeVisible()
  await expectSoundLooks(page, 'a metric as a table')

  await page.getByRole('link', { name: 'Edit…' }).click()
  await page.getByLabel('Within', { exact: true }).fill('2')
  await expect(page.getByText('It will count something else')).toBeVisible()
  await page.getByRole('button', { name: 'Save as version 2' }).click()
  const told = page.getByRole('alertdialog')
  await expect(told).toContainText(`${rollout} fast-lane-${mark}, as a guardrail`)
  await expectSoundLooks(page, 'what an edit breaks')
  await told.getByRole('button', { name: 'Save and break the comparison' }).click()
  await expect(page.getByText('≠ counts something else from here')).toBeVisible()
  await expect
    .poll(async () => (await readRollout(rollout)).verdict?.code, { timeout: 30_000 })
    .toBe('comparison-broken')
  expect(complaints).toEqual([])
})

/** A rollout that runs and is guarded by this metric alone; its name. */
async function running(flag: string, metric: string): Promise<string> {
  expect(await restAs('maria', '/api/v1/flags', { key: flag, type: 'boolean' })).toMatchObject({ status: 201 })
  const plan = {
    flag,
    environment: 'production',
    hypothesis: 'A fast lane makes people book.',
    rollbackPlan: 'Stop exposure.',
    stages: [{ weight: 1, minSoak: 'PT1H' }],
    guardrails: [metric],
  }
  const made = Named.parse((await restAs('maria', '/api/v1/rollouts', plan)).body)
  const said = { expectedVersion: made.version, note: 'For the journey.' }
  expect(await restAs('maria', `/api/v1/rollouts/${made.name}/start`, said)).toMatchObject({ status: 200 })
  return made.name
}
