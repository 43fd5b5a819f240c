import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from 'playwright/test'
import { anIncidentAbout, evaluate, type House, signInTo, startHouse } from './support/house'
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

const anIncident = (flag: string) => anIncidentAbout(house, flag)

const stop = (page: Page) => page.locator('#stop').getByRole('button', { name: /^Stop exposure/ })

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
  await page.getByRole('button', { name: 'Resolve', exact: true }).press('Enter')
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

test('what only programs could change: title, milestones, roles, links and merges, each by its dialog', async ({
  page,
}) => {
  const complaints = complaintsOf(page)
  const other = await anIncident('cart-other')
  const { incident } = await anIncident('cart-managed')
  await signInTo(page, house, `/incidents/${incident}`)
  const dialog = page.getByRole('dialog')
  const region = (name: string) => page.getByRole('region', { name })

  await page.getByRole('button', { name: 'Rename…' }).click()
  await dialog.getByLabel('What is broken for people').fill('Carts lose their items')
  await page.keyboard.press('Enter')
  await expect(page.locator('h1')).toContainText('Carts lose their items')

  await page.getByRole('button', { name: 'Set detected…' }).click()
  await dialog.getByLabel('Day and time').fill('2026-01-02T03:04:05')
  await dialog.getByRole('button', { name: 'Set detected' }).click()
  await expect(dialog).toBeHidden()
  await expect(region('State').getByText(/03:04:05 CET \(02:04:05 UTC\)/)).toBeVisible()
  await page.getByRole('button', { name: 'Set impact started…' }).click()
  await dialog.getByLabel('Day and time').fill('2026-01-02T04:00:00')
  await dialog.getByRole('button', { name: 'Set impact started' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Detected would come before impact started.')
  await dialog.getByRole('button', { name: 'Leave it as it is' }).click()

  await page.getByRole('button', { name: 'Roles…' }).click()
  await dialog.getByLabel('Role', { exact: true }).selectOption('scribe')
  await dialog.getByRole('button', { name: 'Give role' }).click()
  await expect(region('Do next').getByText(/\(Scribe\)/)).toBeVisible()

  await page.getByRole('button', { name: 'Link a rollout…' }).click()
  await dialog.getByLabel('Flag or name').fill('cart-other')
  await dialog.getByRole('radio', { name: new RegExp(other.rollout) }).check()
  await dialog.getByRole('button', { name: `Link ${other.rollout}` }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: `Unlink ${other.rollout}` }).click()
  await expect(region('Linked').getByRole('link', { name: other.rollout })).toBeHidden()

  await page.getByRole('button', { name: `Merge ${incident} into another…` }).click()
  await dialog.getByRole('radio', { name: new RegExp(other.incident) }).check()
  await dialog.getByLabel('Why they are one').fill('The same cart')
  await dialog.getByRole('button', { name: `Merge into ${other.incident}` }).click()
  await expect(page.getByText(`It lives on in ${other.incident}.`)).toBeVisible()
  await page.getByRole('button', { name: 'Un-merge' }).click()
  await expect(page.getByText(`It lives on in ${other.incident}.`)).toBeHidden()
  expect(complaints).toEqual([])

  await page.getByRole('button', { name: 'Roles…' }).click()
  await expectSoundLooks(page, 'roles dialog')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: `Merge ${incident} into another…` }).click()
  await expectSoundLooks(page, 'merge dialog')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Set detected…' }).click()
  await expectSoundLooks(page, 'milestone dialog')
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
