import { createServer } from 'node:http'
import { expect, type Page } from 'playwright/test'
import { demo, test } from './support/demo'
import { press } from './support/keys'
import { complaintsOf, expectSoundLooks } from './support/looks'

test.describe.configure({ timeout: 240_000 })

const counted = async (page: Page, view: string): Promise<number> =>
  Number(/\d+/.exec((await page.getByRole('link', { name: new RegExp(`^${view} \\d`) }).textContent()) ?? '')?.[0])

const told = (page: Page, text: string) => page.getByRole('complementary', { name: 'What was done' }).getByText(text)

const currentName = (page: Page) => page.locator('[data-item]:has(a[aria-current=true])').getAttribute('data-item')

test('a product manager triages ten items by keys alone, and takes one back', async ({ pageOf }) => {
  const page = await pageOf('tom', '/feedback')
  const complaints = complaintsOf(page)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Feedback')
  const before = await counted(page, 'Inbox')
  expect(before).toBeGreaterThan(20)
  const gone: (string | null)[] = []
  for (let i = 0; i < 10; i += 1) {
    const name = await currentName(page)
    gone.push(name)
    await press(page, 'e')
    await expect(page.locator(`[data-item="${name}"]`)).toHaveCount(0)
    await expect(told(page, `Done: ${name}`)).toBeVisible()
  }
  await expect.poll(() => counted(page, 'Inbox')).toBe(before - 10)
  const last = gone.at(-1)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await press(page, 'z')
  await expect(told(page, `Undone. Done: ${last}`)).toBeVisible()
  await expect(page.locator(`[data-item="${last}"]`)).toBeVisible()
  expect(new Set(gone).size).toBe(10)
  expect(complaints).toEqual([])
})

test('one item: who had what, why it is tagged so, and an owner by two keys', async ({ pageOf }) => {
  const page = await pageOf('tom', '/feedback?q=card&exposed=exposed')
  const complaints = complaintsOf(page)
  const pane = page.getByRole('article')
  await expect(pane.getByRole('link', { name: 'checkout-v2' })).toBeVisible()
  await expect(pane.getByText(/^billing$/).first()).toBeVisible()
  await expect(pane.getByText(/because/).first()).toBeVisible()
  await expectSoundLooks(page, 'inbox')
  const name = await currentName(page)
  await press(page, 'a')
  const dialog = page.getByRole('dialog', { name: `Assign: ${name}` })
  await dialog.getByLabel('Owner').selectOption({ label: 'Ana Duarte' })
  await expectSoundLooks(page, 'assign')
  await dialog.getByRole('button', { name: 'Assign' }).click()
  await expect(told(page, `Assigned: ${name}`)).toBeVisible()
  await page.goto(`${demo().url}/feedback/${name}`)
  await expect(page.getByText('Ana Duarte owns it.')).toBeVisible()
  await expectSoundLooks(page, 'item')
  expect(complaints).toEqual([])
})

test('what exposed people say stands beside the numbers of the rollout, and in a cluster', async ({ pageOf }) => {
  const page = await pageOf('tom', '/rollouts/RO-142')
  const said = page.getByRole('region', { name: 'What people said' })
  await expect(said.getByRole('row', { name: /^Exposed \d+ of/ })).toBeVisible()
  await said
    .getByRole('link', { name: /^CL-\d+$/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^CL-\d+ “/)
  const complaints = complaintsOf(page)
  await expectSoundLooks(page, 'cluster')
  await page.goto(`${demo().url}/feedback/clusters`)
  await expectSoundLooks(page, 'clusters')
  await page.goto(`${demo().url}/feedback/sources`)
  await page.getByLabel('A text as somebody may write it').fill('The app crashes when I pay')
  await page.getByRole('button', { name: 'What do the rules say?' }).click()
  await expect(page.getByText(/^crash \d+%$/)).toBeVisible()
  await expectSoundLooks(page, 'sources')
  expect(complaints).toEqual([])
})

test('a reader reads all of it and changes nothing', async ({ pageOf }) => {
  const page = await pageOf('olu', '/feedback')
  const name = await currentName(page)
  await press(page, 'e')
  await expect(page.locator(`[data-item="${name}"]`)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Done/ })).toHaveAccessibleDescription(/Ask somebody with the role/)
})

test('the widget on a customer’s page: by keyboard, into the inbox', async ({ page, pageOf }) => {
  const { url, keys } = demo()
  const mark = `mark${Date.now().toString(36)}` // digits alone may look like a card, and are masked
  const words = `The journey’s widget works ${mark}`
  const shop = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(
      `<!doctype html><title>Shop</title><body><h1>Shop</h1><script src="${url}/widget.js" data-key="${keys.client}"></script>`,
    )
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  const address = shop.address()
  await page.goto(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`)
  await page.getByRole('button', { name: 'Feedback' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type(words)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Feedback' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('What happened, or what is missing?')).toHaveValue(words)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText('Thank you. Somebody reads every message.')).toBeVisible()
  const inbox = await pageOf('tom', `/feedback?q=${encodeURIComponent('journey widget')}`)
  await expect(inbox.getByRole('link', { name: new RegExp(mark) }).first()).toBeVisible()
  shop.close()
})
