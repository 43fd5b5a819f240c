import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from 'playwright/test'
import { z } from 'zod'
import { evaluate, type House, signInTo, startHouse, startRollout } from './support/house'
import { complaintsOf, expectSoundLooks } from './support/looks'
import { press } from './support/keys'
import { rest } from './support/rest'

let house: House
let folder: string
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'soundings-incident-'))
  house = await startHouse({ dataDir: folder })
})
test.afterAll(async () => {
  await house.server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const Named = z.object({ name: z.string() })
const post = async (path: string, body: object) =>
  (await rest(house.server.url, house.keys.admin, `/api/v1/${path}`, body)).body

/** A rollout that half of the people have, and an incident about it. */
async function anIncident(flag: string): Promise<{ rollout: string; incident: string }> {
  const rollout = await startRollout(house, flag)
  const about = { title: `Carts fail with ${flag}`, severity: 'SEV1', rollout }
  return { rollout, incident: Named.parse(await post('incidents', about)).name }
}

const stop = (page: Page) => page.getByRole('button', { name: /^Stop exposure/ })

test('on call: one key stops exposure, the count confirms, Undo brings it back', async ({ page }) => {
  const complaints = complaintsOf(page)
  const { incident } = await anIncident('cart-key')
  await evaluate(house, 'cart-key', 'somebody')
  await signInTo(page, house, `/incidents/${incident}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Carts fail with cart-key`)
  await expect(stop(page)).toBeVisible()
  await page.locator('h1').focus()
  await press(page, 'x')
  await expect(page.getByText(/^Exposure stopped \d\d:\d\d:\d\d by/)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'stopped exposure of' })).toBeVisible()
  expect((await evaluate(house, 'cart-key', 'anybody')).variant).toBe('off')
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect(stop(page)).toBeVisible()
  expect(complaints).toEqual([])
})

test('on call by keyboard: acknowledge, lead, note, update, resolve; X does nothing elsewhere', async ({ page }) => {
  const { incident } = await anIncident('cart-words')
  await signInTo(page, house, `/incidents/${incident}`)
  await page.locator('h1').focus()
  await press(page, 't')
  await page.keyboard.type('Card errors on iOS only')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('Card errors on iOS only')
  await page.locator('h1').focus()
  await press(page, 'u')
  await page.keyboard.type('We are looking at it')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('We are looking at it')
  await page.getByRole('button', { name: 'Take the lead' }).press('Enter')
  await expect(page.getByText(/^Lead: (?!nobody)/)).toBeVisible()
  await page.getByRole('button', { name: 'Resolve' }).press('Enter')
  await expect(page.getByText('Resolved', { exact: true }).first()).toBeVisible()
  await page.goto(`${house.server.url}/incidents`)
  await page.locator('h1').focus()
  await press(page, 'j')
  await page.keyboard.press('x')
  const answer = await rest(house.server.url, house.keys.admin, '/api/v1/rollouts')
  expect(JSON.stringify(answer.body)).not.toContain('"state":"stopped"')
})

test('the script of the page never comes: the form still stops exposure', async ({ browser }) => {
  const { incident, rollout } = await anIncident('cart-bare')
  const context = await browser.newContext()
  const page = await context.newPage()
  await signInTo(page, house, `/incidents/${incident}`)
  await page.route('**/_next/static/**/*.js', (route) => route.abort())
  await page.goto(`${house.server.url}/incidents/${incident}`)
  await stop(page).click()
  await expect(page.getByText(/^Exposure stopped/)).toBeVisible()
  const read = await rest(house.server.url, house.keys.admin, `/api/v1/rollouts/${rollout}`)
  expect(read.body).toMatchObject({ state: 'stopped' })
  await context.close()
})

test('on a phone the cause and a button of 56 px fill the first screen', async ({ browser }) => {
  const { incident } = await anIncident('cart-phone')
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true })
  const page = await context.newPage()
  await signInTo(page, house, `/incidents/${incident}`)
  const box = await stop(page).boundingBox()
  expect(box?.height).toBeGreaterThanOrEqual(56)
  expect((box?.y ?? 1000) + (box?.height ?? 0)).toBeLessThanOrEqual(740)
  await context.close()
})

test('list, page, form and strip look sound in every theme and width', async ({ page }) => {
  test.setTimeout(180_000)
  const { incident } = await anIncident('cart-looks')
  await signInTo(page, house, `/incidents/${incident}`)
  await expect(page.getByRole('complementary', { name: 'Open incident' })).toBeVisible()
  await expectSoundLooks(page, 'incident')
  await page.goto(`${house.server.url}/incidents`)
  await expectSoundLooks(page, 'incidents')
  await page.goto(`${house.server.url}/incidents/new`)
  await expectSoundLooks(page, 'declare')
})
