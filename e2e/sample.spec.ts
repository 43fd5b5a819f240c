import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from 'playwright/test'
import { complaintsOf, expectSoundLooks } from './support/looks'
import { startServer, type RunningServer } from './support/server'

const PASSWORD = 'a sentence to come in with'
/** A day of traffic and ninety days before it go through ingest and engine. */
const MADE_MS = 300_000

let server: RunningServer
let dataDir: string
test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'soundings-sample-'))
  server = await startServer({ dataDir })
})
test.afterAll(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const go = (page: Page, path: string) => page.goto(`${server.url}${path}`)

/** The pages of a sample, and what stands on each only while it is there. */
const ROOMS = [
  ['/flags?q=old-nav', 'old-nav'],
  ['/rollouts?q=checkout-v2', 'RO-142'],
  ['/incidents', 'INC-37'],
  ['/incidents', 'INC-29'],
  ['/learnings', 'Trains beside flights add bookings and take none away'],
] as const

test('a first run with sample data, and rid of it with one button: what people made stays', async ({ page }) => {
  test.setTimeout(MADE_MS + 240_000)
  const complaints = complaintsOf(page)
  await go(page, '/')
  await page.getByLabel('Setup code').fill(/Setup code\s+(\w+)/.exec(server.output())?.[1] ?? '')
  await page.getByLabel('Your name').fill('Zoe Lind')
  await page.getByLabel('E-mail').fill('zoe@own.example')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByLabel('Workspace').fill('Our Own')
  const box = page.getByRole('checkbox', { name: 'Start with sample data' })
  await expect(box).not.toBeChecked()
  await box.check()
  await expectSoundLooks(page, 'first run')
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await expect(page.getByText('The workspace is ready.')).toBeVisible()

  await go(page, '/signin')
  await page.getByLabel('E-mail').fill('zoe@own.example')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/signin'))
  await go(page, '/settings/workspace')
  const card = page.getByRole('region', { name: 'Sample data' })
  await expect(card.getByText(/This workspace carries Harbor Travel/)).toBeVisible({ timeout: MADE_MS })
  await expectSoundLooks(page, 'settings with a sample')
  for (const [path, what] of ROOMS) {
    await go(page, path)
    await expect(page.getByText(what).first()).toBeVisible()
  }

  await go(page, '/flags/new')
  await page.getByLabel('Key', { exact: true }).fill('our-own')
  await page.getByLabel('Purpose').fill('It stays.')
  await page.getByRole('button', { name: 'Create flag' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('our-own is served')
  await go(page, '/incidents/new')
  await page.getByLabel('What is broken for people').fill('The printer is out of paper')
  await page.getByRole('button', { name: 'Declare incident' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('The printer is out of paper')

  await go(page, '/settings/workspace')
  await page.getByRole('button', { name: 'Remove sample data…' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Remove the sample data of Our Own?' })
  await expectSoundLooks(page, 'sample to be removed')
  // Without the name nothing goes.
  await expect(dialog.getByRole('button', { name: 'Remove sample data' })).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel('Type Our Own to continue').fill('our own')
  await dialog.getByRole('button', { name: 'Remove sample data' }).click()
  await expect(dialog).toBeHidden({ timeout: 60_000 })
  await expect(card).toBeHidden()

  for (const [path, what] of ROOMS) {
    await go(page, path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByText(what)).toHaveCount(0)
  }
  await go(page, '/feedback')
  await expect(page.getByText('Inbox clear')).toBeVisible()
  await go(page, '/flags')
  await expect(page.getByRole('link', { name: 'our-own' })).toBeVisible()
  await go(page, '/incidents')
  await expect(page.getByRole('link', { name: /The printer is out of paper/ })).toBeVisible()
  await go(page, '/settings/members')
  await expect(page.getByText('zoe@own.example')).toBeVisible()
  await expect(page.getByText('Sam Berg')).toHaveCount(0)
  expect(complaints).toEqual([])
})
