import { expect as base, type Locator, type Page } from 'playwright/test'
import { demo, test } from './support/demo'
import { press } from './support/keys'
import { readRollout, restAs } from './support/rest'

// What each of three people comes for (product.md), from sign-in to the end, without a pointer.
test.describe.configure({ timeout: 300_000 })

/** Whole walks on a machine that also plays the traffic: patience, never a measurement. */
const expect = base.configure({ timeout: 45_000 })
const TABS_MAX = 120

/** Walks with Tab until something has focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let i = 0; i < TABS_MAX; i += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not come to ${target.toString()}`)
}

/** Two keys that go somewhere. */
async function goTo(page: Page, key: string, heading: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading, { timeout: 2000 })
  }).toPass()
}

const told = (page: Page) => page.getByRole('complementary', { name: 'What was done' })
const current = (page: Page) => page.locator('[data-item]:has(a[aria-current=true])').getAttribute('data-item')

test('a product manager: ten items, a cluster and its cohorts, what became of it, an answer', async ({ pageOf }) => {
  const page = await pageOf('ana', '/')
  await goTo(page, 'b', 'Feedback')
  const start = Date.now()
  for (let i = 0; i < 10; i += 1) {
    const name = await current(page)
    await press(page, 'e')
    await expect(told(page)).toContainText(`Done: ${name}`)
  }
  expect(Date.now() - start).toBeLessThan(60_000)

  // The complaint that many share: from the list of clusters to the cohorts of those who share it.
  await page.goto(`${demo().url}/feedback/clusters`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Clusters/)
  const card = page.getByRole('link', { name: /card/i }).first()
  await tabTo(page, card)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^CL-\d+ “.*card/i)
  await expect(page.getByText(/\d+ exposed, \d+ baseline|a cohort below \d+ people is not shown/).first()).toBeVisible()
  await tabTo(page, page.getByLabel('State'))
  await page.keyboard.type('Shipped')
  await tabTo(page, page.getByRole('button', { name: 'Save' }))
  await page.keyboard.press('Enter')
  await expect(told(page)).toContainText(/CL-\d+ is shipped now\./)

  // Somebody who asked for an answer hears what was done.
  const answerable = await firstAnswerable()
  await page.goto(`${demo().url}/feedback/${answerable}`)
  await press(page, 'i')
  const link = page.getByRole('dialog', { name: `Link: ${answerable}` })
  await expect(link.locator(':focus')).toBeVisible()
  await page.keyboard.type('https://git.harbor.example/issues/812')
  await page.keyboard.press('Enter')
  await expect(told(page)).toContainText(`Linked: ${answerable}`)
  await press(page, 'r')
  const reply = page.getByRole('dialog', { name: `Reply: ${answerable}` })
  const text = reply.getByRole('textbox')
  await tabTo(page, text)
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' The card is charged once again.')
  await tabTo(page, reply.getByRole('button', { name: /^Send/ }))
  await page.keyboard.press('Enter')
  await expect(reply).toBeHidden()
  await expect(page.getByText(/The card is charged once again\./).first()).toBeVisible()
})

/** The newest item whose writer may be answered, by the API. */
async function firstAnswerable(): Promise<string> {
  const { body } = await restAs('ana', '/api/v1/feedback?view=inbox&limit=50')
  const { items } = body as { items: { id: string; name: string }[] } // the API's own shape, tested elsewhere
  for (const { id, name } of items) {
    const item = (await restAs('ana', `/api/v1/feedback/${id}`)).body as {
      person: { reply: { possible: boolean } } | null
    }
    if (item.person?.reply.possible) return name
  }
  throw new Error('nobody in the inbox may be answered')
}

test('an engineer: a sentence, the evidence, approve, pause, resume, roll back', async ({ pageOf }) => {
  const flag = `row-${Date.now().toString(36)}`
  expect(await restAs('maria', '/api/v1/flags', { key: flag, type: 'boolean' })).toMatchObject({ status: 201 })
  const plan = {
    flag,
    environment: 'production',
    hypothesis: 'A shorter way makes people stay.',
    rollbackPlan: 'Stop exposure.',
    stages: [
      { weight: 5, minSoak: 'PT1H' },
      { weight: 25, minSoak: 'PT1H', disciplines: ['engineering'] },
    ],
    guardrails: ['slow_pages'],
  }
  const made = (await restAs('maria', '/api/v1/rollouts', plan)).body as { name: string; version: number }
  const { name } = made
  expect(await restAs('maria', `/api/v1/rollouts/${name}/start`, { expectedVersion: made.version })).toMatchObject({
    status: 200,
  })

  const page = await pageOf('maria', '/')
  await page.keyboard.press('Control+k')
  await page.keyboard.type(name)
  await expect(page.getByRole('option', { name: new RegExp(name) }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(flag)
  // One sentence, and what it rests on.
  await expect(page.getByRole('region', { name: 'Too early' })).toContainText(/\./)
  await press(page, 'd')
  await expect(page.getByRole('region', { name: 'Guardrails, worst first' })).toContainText('Slow pages')

  // On to 25%: asked for by her, signed by somebody else.
  await press(page, 'n')
  const advance = page.getByRole('alertdialog', { name: 'Advance to 25% now?' })
  await tabTo(page, advance.getByRole('textbox'))
  await page.keyboard.type('Quiet hours.')
  await tabTo(page, advance.getByRole('button', { name: /^Advance|^Ask/ }))
  await page.keyboard.press('Enter')
  await expect(advance).toBeHidden()
  const sam = await pageOf('sam', `/rollouts/${name}`)
  await press(sam, 'a')
  const approve = sam.getByRole('alertdialog', { name: new RegExp(`^Approve 25% for ${flag}`) })
  await tabTo(sam, approve.getByRole('textbox'))
  await sam.keyboard.type('Nobody is hurt.')
  await tabTo(sam, approve.getByRole('button', { name: 'Approve' }))
  await sam.keyboard.press('Enter')
  await expect(sam.getByRole('status', { name: 'Stage 2' })).toHaveText('Running')

  await press(page, 'p')
  await expect(page.getByRole('status', { name: 'Stage 2' })).toHaveText('Paused by Maria Ito')
  await press(page, 'p')
  const resume = page.getByRole('alertdialog', { name: /^Resume/ })
  await tabTo(page, resume.getByRole('textbox'))
  await page.keyboard.type('It was nothing.')
  await tabTo(page, resume.getByRole('button', { name: /^Resume/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status', { name: 'Stage 2' })).toHaveText('Running')
  await press(page, 'r')
  await expect(page.getByRole('alertdialog', { name: `Roll back ${flag} in Production?` })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await readRollout(name)).weight).toBe(0)
  await expect(page.getByRole('status', { name: 'Stage 2' })).toHaveText(/^Roll(ed|ing) back/)
})

test('on call, on a phone: from the overview to what broke, what changed, stopped, and proof', async ({ pageOf }) => {
  const page = await pageOf('yusuf', '/')
  await page.setViewportSize({ width: 360, height: 740 })
  const incident = page.getByRole('link', { name: /INC-37/ }).first()
  await tabTo(page, incident)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Payment errors worse with checkout-v2')
  // Cause and button fill the first screen.
  const stop = page.getByRole('button', { name: 'Stop exposure X' })
  const box = await stop.boundingBox()
  expect(box?.height).toBeGreaterThanOrEqual(48)
  expect((box?.y ?? 1000) + (box?.height ?? 0)).toBeLessThanOrEqual(740)
  await expect(page.getByText(/people with it fail at least [\d.]+ times as often/)).toBeVisible()
  await press(page, 'k')
  await press(page, 'x')
  await expect(page.getByText(/^Exposure stopped \d\d:\d\d:\d\d by Yusuf Kaya/)).toBeVisible()
  // The twenty of the demo listen; whoever asked once and went away is named as not confirmed.
  await expect(page.getByText(/(2\d|\d{3,}) of \d+ clients confirmed/).first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/^(Watching|Recovered): payment errors .+ a minute/)).toBeVisible({ timeout: 90_000 })
  expect(await readRollout('RO-142')).toMatchObject({ state: 'stopped', weight: 0 })
  await press(page, 'u')
  await page.keyboard.type('The old checkout is back for everyone.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('The old checkout is back for everyone.')
  const sideways = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await sideways()).toBe(0)
})
