import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from 'playwright/test'
import { anIncidentAbout, evaluate, type House, signInTo, startHouse } from './support/house'
import { press } from './support/keys'
import { rest } from './support/rest'

let house: House
let folder: string
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'soundings-phone-'))
  house = await startHouse({ dataDir: folder })
})
test.afterAll(async () => {
  await house.server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
const strip = (page: Page) => page.getByRole('complementary', { name: 'Open incident' })
const stop = (page: Page) => page.locator('#stop').getByRole('button', { name: /^Stop exposure/ })
const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

async function onPhone(browser: Browser, act: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(PHONE)
  const page = await context.newPage()
  await signInTo(page, house, '/rollouts')
  await expect(page.getByRole('searchbox', { name: 'Filter rollouts' })).toBeVisible()
  await act(page)
  await context.close()
}

test('on call by touch: from the strip to the answer, stopped, counted, acknowledged, told', async ({ browser }) => {
  const { incident, rollout } = await anIncidentAbout(house, 'touch-cart')
  await evaluate(house, 'touch-cart', 'somebody')
  await onPhone(browser, async (page) => {
    await strip(page)
      .getByRole('link', { name: `Open ${incident}` })
      .tap()
    await expect(page.locator('h1')).toContainText('Carts fail with touch-cart')
    await expect(page.locator('#stop')).toContainText(/touch-cart \(RO-\d+, 50%\)/)
    await stop(page).tap()
    await expect(page.getByText(/Exposure stopped .* by/)).toBeVisible()
    await expect(page.getByText(/(\d+ of \d+ clients? confirmed|No client was seen)/)).toBeVisible()
    const read = await rest(house.server.url, house.keys.admin, `/api/v1/rollouts/${rollout}`)
    expect(read.body).toMatchObject({ state: 'stopped', weight: 0 })
    // Whoever takes exposure away has seen the incident.
    await expect(page.getByRole('button', { name: 'Acknowledge', exact: true })).toBeHidden()
    await page.getByText('Update', { exact: true }).tap()
    await page.getByLabel('What the others should know').fill('Stopped; we look at the cause.')
    await page.getByRole('button', { name: 'Post update' }).tap()
    await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('Stopped; we look at the cause.')
    expect(await sideways(page)).toBe(0)
  })
})

test('on call by keyboard on 360 px: strip, acknowledge, X, count, update', async ({ browser }) => {
  const { incident } = await anIncidentAbout(house, 'keys-cart')
  await onPhone(browser, async (page) => {
    await strip(page)
      .getByRole('link', { name: `Open ${incident}` })
      .press('Enter')
    await expect(page.locator('h1')).toContainText('Carts fail with keys-cart')
    // Opened by a person it is looked at already: K says so and changes nothing.
    await press(page, 'k')
    await page.locator('h1').focus()
    await press(page, 'x')
    await expect(page.getByText(/Exposure stopped .* by/)).toBeVisible()
    await page.locator('h1').focus()
    await press(page, 'u')
    await page.keyboard.type('Nobody has it any more')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('Nobody has it any more')
  })
})

test('the strip stops from any page: it names what and where first, then shows the proof', async ({ browser }) => {
  const { incident, rollout } = await anIncidentAbout(house, 'strip-cart')
  await onPhone(browser, async (page) => {
    await strip(page).getByRole('button', { name: 'Stop exposure' }).tap()
    const asked = page.getByRole('alertdialog', { name: 'Stop exposure of strip-cart in Production?' })
    await expect(asked).toContainText(/the safe version/)
    await asked.getByRole('button', { name: 'Keep as is' }).tap()
    await expect(asked).toBeHidden()
    await strip(page).getByRole('button', { name: 'Stop exposure' }).press('Enter')
    await expect(asked.getByRole('button', { name: 'Stop exposure' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByText(/Exposure stopped .* by/)).toBeVisible()
    expect(new URL(page.url()).pathname).toBe(`/incidents/${incident}`)
    const read = await rest(house.server.url, house.keys.admin, `/api/v1/rollouts/${rollout}`)
    expect(read.body).toMatchObject({ state: 'stopped' })
    const again = strip(page).getByRole('button', { name: 'Stop exposure' })
    await expect(again).toHaveAttribute('aria-disabled', 'true')
    await expect(again).toHaveAccessibleDescription(/Exposure is stopped already, by/)
  })
})

test('no chart and no further script comes: the page still stops, and what is missing says so', async ({ browser }) => {
  const { incident } = await anIncidentAbout(house, 'bare-cart')
  await onPhone(browser, async (page) => {
    const html = await (await page.request.get(`${house.server.url}/incidents/${incident}`)).text()
    const first = new Set([...html.matchAll(/chunks\/([^"\\/ ]+\.js)/g)].map(([, name]) => name))
    expect(first.size).toBeGreaterThan(3)
    let kept = 0
    await page.route('**/_next/static/**/*.js', (route) => {
      if (first.has(new URL(route.request().url()).pathname.split('/').at(-1))) return route.continue()
      kept += 1
      return route.abort()
    })
    await page.goto(`${house.server.url}/incidents/${incident}`)
    await expect(page.getByText('This part could not be loaded.')).toBeVisible()
    expect(kept).toBeGreaterThan(0)
    await stop(page).tap()
    await expect(page.getByText(/Exposure stopped .* by/)).toBeVisible()
    await page.getByRole('button', { name: /^Undo/ }).tap()
    await expect(stop(page)).toBeVisible()
  })
})
