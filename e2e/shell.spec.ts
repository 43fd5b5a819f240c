import { expect, type Locator, type Page } from 'playwright/test'
import { demo, test } from './support/demo'
import { press } from './support/keys'
import { complaintsOf, expectSoundLooks } from './support/looks'
import { readRollout, restAs } from './support/rest'

test.describe.configure({ timeout: 240_000 })

/** Keys begin when the page has come alive. */
async function openPalette(page: Page): Promise<Locator> {
  const box = page.getByRole('combobox', { name: /^Search commands/ })
  await expect(async () => {
    if (!(await box.isVisible())) await page.keyboard.press('Control+k')
    await expect(box).toBeFocused({ timeout: 1000 })
  }).toPass()
  return box
}

test('the overview says what needs somebody, the worst first', async ({ pageOf }) => {
  const page = await pageOf('sam')
  const complaints = complaintsOf(page)
  await page.goto(`${demo().url}/`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview')
  const kinds = await page
    .locator('[data-need]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-need')))
  const order = ['incident', 'halted', 'gate', 'approve', 'listen', 'blind', 'tidy']
  expect(kinds).toEqual(kinds.toSorted((a, b) => order.indexOf(a ?? '') - order.indexOf(b ?? '')))
  expect(kinds).toContain('halted')
  await expectSoundLooks(page, 'overview')
  expect(complaints).toEqual([])
})

test('somebody who only reads hears of the week in a paragraph, and has nothing to press', async ({ pageOf }) => {
  const olu = await pageOf('olu', '/')
  const week = olu.getByRole('region', { name: 'This week' })
  await expect(week).toContainText(/In the last 7 days \d+ rollouts? started/)
  await expect(week).toContainText(/pieces of feedback came in/)
  await expect(olu.getByRole('heading', { name: /^Needs somebody/ })).toBeVisible()
  await expectSoundLooks(olu, 'overview of a reader')
})

test('the palette finds incidents and words of people', async ({ pageOf }) => {
  const page = await pageOf('ana', '/guide')
  const box = await openPalette(page)
  await box.fill('inc-')
  await expect(page.getByRole('option', { name: /^INC-\d+ .+SEV\d/ }).first()).toBeVisible()
  await box.fill('card declined')
  await page
    .getByRole('option', { name: /^FB-\d+ .*declined/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/feedback\/FB-\d+/)
})

test('the palette finds a running rollout and pauses it; places by two keys', async ({ pageOf }) => {
  const page = await pageOf('ana', '/guide')
  const box = await openPalette(page)
  await box.fill('pause 131')
  await expect(page.getByRole('option', { name: /^Pause RO-131/ })).toBeVisible()
  await expectSoundLooks(page, 'palette')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status', { name: 'Stage 1' })).toHaveText('Paused by Ana Duarte')
  const expectedVersion = (await readRollout('RO-131')).version
  expect(await restAs('ana', '/api/v1/rollouts/RO-131/undo', { expectedVersion })).toMatchObject({ status: 200 })
  await expect(async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit', { timeout: 3000 })
  }).toPass()
})

test('a key that was moved works, the old one does not; all can be switched off', async ({ pageOf }) => {
  const page = await pageOf('ana', '/settings/preferences')
  const complaints = complaintsOf(page)
  await page.getByRole('button', { name: /^Open or close the navigation: key \[/ }).click()
  await page.keyboard.press('w')
  await expect(page.getByRole('button', { name: /^Open or close the navigation: key W/ })).toBeVisible()
  const toggle = page.getByRole('button', { name: /the navigation$/ })
  await expect(toggle).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('[') // no key any more: not in the list of keys
  await expect(toggle).toHaveAttribute('aria-expanded', 'true')
  await press(page, 'w')
  await expect(toggle).toHaveAttribute('aria-expanded', 'false')
  await page.getByRole('checkbox', { name: 'Single keys' }).uncheck()
  await page.keyboard.press('w')
  await expect(toggle).toHaveAttribute('aria-expanded', 'false')
  await expectSoundLooks(page, 'preferences')
  expect(complaints).toEqual([])
})

test('the audit reads as sentences, with what changed and an unbroken chain', async ({ pageOf }) => {
  const page = await pageOf('sam', '/audit?verb=rollout.pause')
  const complaints = complaintsOf(page)
  const row = page.getByRole('listitem').filter({ hasText: /payments-guard paused RO-142/ })
  await row.locator('summary').click()
  await expect(row.getByText('rollout.pause')).toBeVisible()
  await page.getByRole('button', { name: 'Check the chain' }).click()
  await expect(page.getByText(/^Unbroken: all/)).toBeVisible()
  await expectSoundLooks(page, 'audit')
  const file = await page.request.get(`${demo().url}/api/v1/audit/export?format=csv&verb=rollout.pause`)
  expect(await file.text()).toContain('payments-guard paused')
  expect(complaints).toEqual([])
})

test('the guide explains in pages and in place', async ({ pageOf }) => {
  const page = await pageOf('olu', '/guide/difference-chart')
  const complaints = complaintsOf(page)
  await page.getByRole('slider', { name: /^People seen/ }).fill('40000')
  await expect(page.getByText(/Close to the limit|Harmful/).first()).toBeVisible()
  await expectSoundLooks(page, 'guide')
  expect(complaints).toEqual([])
})
