import { createServer } from 'node:http'
import { expect, type Page } from 'playwright/test'
import { demo, test } from './support/demo'
import { press } from './support/keys'
import { complaintsOf, expectSoundLooks } from './support/looks'

test.describe.configure({ timeout: 240_000 })

const counted = async (page: Page, view: string): Promise<number> =>
  Number(/\d+/.exec((await page.getByRole('link', { name: new RegExp(`^${view} \\d`) }).textContent()) ?? '')?.[0])

const told = (page: Page, text: string | RegExp) =>
  page.getByRole('complementary', { name: 'What was done' }).getByText(text)

const currentName = (page: Page) => page.locator('[data-item]:has(a[aria-current=true])').getAttribute('data-item')

/** What is pressed for one item, from the first key to its answer, and what is said then. */
type Decision = { keys: readonly string[]; said: RegExp; leaves: boolean; first?: string }
const typed = (words: string): string[] => words.split('')
const TEN: readonly Decision[] = [
  { keys: ['e'], said: /^Done: /, leaves: true },
  { keys: ['Shift+A'], said: /^Assigned: /, leaves: false },
  { keys: ['l', 'End', ...typed(' crash'), 'Enter'], first: 'Tags', said: /^Tagged: /, leaves: false },
  { keys: ['h', 'Enter'], first: 'In 3 hours', said: /^Snoozed: /, leaves: true },
  { keys: ['a', ...typed('ana'), 'Enter'], first: 'Owner', said: /^Assigned: /, leaves: false },
  { keys: ['-'], said: /^Sentiment corrected: /, leaves: false },
  { keys: ['!'], said: /^Marked as spam: /, leaves: true },
  { keys: ['m', ...typed('the'), 'Enter'], first: 'The item it repeats', said: /^Merged: /, leaves: true },
  { keys: ['c', 'Enter'], first: 'Cluster', said: /^Cluster set: /, leaves: false },
  { keys: ['d', ...typed('Not now.'), 'Tab', 'Enter'], first: 'Why we won’t', said: /^Declined: /, leaves: true },
]
/** A calm typist. */
const SECONDS_A_KEY = 0.35

test('ten items, ten different decisions, by keys alone, in under a minute', async ({ pageOf }) => {
  const page = await pageOf('tom', '/feedback')
  const complaints = complaintsOf(page)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Feedback')
  const before = await counted(page, 'Inbox')
  expect(before).toBeGreaterThan(20)
  await press(page, 'j')
  await page.keyboard.press('k')
  const decided: (string | null)[] = []
  const start = Date.now()
  for (const { keys, said, leaves, first } of TEN) {
    const name = await currentName(page)
    decided.push(name)
    for (const [i, key] of keys.entries()) {
      await page.keyboard.press(key)
      if (i > 0 || first === undefined) continue
      await expect(page.getByRole('dialog').getByText(first, { exact: true })).toBeVisible()
      // A list that is read has something to take; what has focus is what is typed into.
      if (['m', 'c', 'a'].includes(key))
        await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible()
      await expect(page.getByRole('dialog').locator(':focus')).toBeVisible()
    }
    await expect(page.getByRole('complementary', { name: 'What was done' })).toContainText(
      new RegExp(`${said.source}${name}`),
    )
    if (leaves) await expect(page.locator(`[data-item="${name}"]`)).toHaveCount(0)
  }
  const keys = TEN.reduce((sum, decision) => sum + decision.keys.length, 0)
  expect((Date.now() - start) / 1000 + keys * SECONDS_A_KEY).toBeLessThan(60)
  expect(new Set(decided).size).toBe(10)
  const last = decided.at(-1)
  // Whether its answer is there or not, it is the last one that is taken back.
  await page.keyboard.press('z')
  await expect(told(page, `Undone. Declined: ${last}`)).toBeVisible()
  await expect(page.locator(`[data-item="${last}"]`)).toBeVisible()
  expect(complaints).toEqual([])
})

const option = (page: Page, label: string | RegExp) => page.getByRole('menuitem', { name: label })

test('a view is kept, shared, taken by one key, changed and deleted', async ({ pageOf }) => {
  const tom = await pageOf('tom', '/feedback?q=card&sort=negative')
  const complaints = complaintsOf(tom)
  const name = `Cards ${Date.now()}`
  await tom.getByRole('button', { name: 'View options' }).click()
  await option(tom, 'Save as a new view…').click()
  await tom.getByLabel('Name').fill(name)
  await tom.getByText('Everyone here', { exact: true }).click()
  await expectSoundLooks(tom, 'save view')
  await tom.getByRole('button', { name: 'Save view' }).click()
  await tom.waitForURL(/view=fvw_[0-9a-z]{12}$/)
  await expect(tom.getByRole('searchbox')).toHaveValue('card')

  const ana = await pageOf('ana', '/feedback')
  await expect(ana.getByRole('link', { name: new RegExp(name) })).toBeVisible()
  await press(ana, '1')
  await ana.waitForURL(/view=fvw_/)
  await expect(ana.getByLabel('Order')).toHaveValue('negative')
  await ana.getByRole('button', { name: 'View options' }).click()
  await expect(option(ana, /^Delete/)).toHaveAccessibleDescription(/keeps this view/)

  await tom.getByLabel('Sentiment').selectOption('negative')
  await expect(tom.getByRole('link', { name: new RegExp(`${name} \\(changed\\)`) })).toBeVisible()
  await tom.getByRole('button', { name: 'View options' }).click()
  await option(tom, /^Save changes/).click()
  await tom.waitForURL(/view=fvw_[0-9a-z]{12}$/)
  await tom.reload()
  await expect(tom.getByLabel('Sentiment')).toHaveValue('negative')
  await tom.getByRole('button', { name: 'View options' }).click()
  await option(tom, 'Delete…').click()
  await tom.getByRole('button', { name: 'Delete view' }).click()
  await tom.waitForURL(/view=inbox/)
  await expect(tom.getByRole('link', { name: new RegExp(name) })).toHaveCount(0)
  expect(complaints).toEqual([])
})

/** Words of somebody who can be answered, in the inbox. @returns the item's name */
async function written(words: string): Promise<string> {
  const { url, keys, users } = demo()
  const sent = await fetch(`${url}/api/ingest/v1/feedback`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.server}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'email', text: words, email: `kim.${Date.now()}@example.com` }),
  })
  expect(sent.ok).toBe(true)
  const id = /fbi_[0-9a-z]{12}/.exec(await sent.text())?.[0]
  const item = await fetch(`${url}/api/v1/feedback/${id}`, {
    headers: { authorization: `Bearer ${users[0]?.adminKey}` },
  })
  return /"name":"(FB-\d+)"/.exec(await item.text())?.[1] ?? ''
}

test('two at one item: each sees the other, and nobody answers twice unawares', async ({ pageOf }) => {
  const mark = `booking${Date.now().toString(36)}`
  const name = await written(`Please tell me whether my trip is booked. ${mark}`)
  const tom = await pageOf('tom', `/feedback/${name}`)
  const complaints = complaintsOf(tom)
  const ana = await pageOf('ana', `/feedback/${name}`)
  await expect(tom.locator('[data-presence]')).toHaveText('Ana Duarte has it open too.')
  await press(ana, 'r')
  await ana.getByRole('textbox', { name: 'To them' }).fill('Yes, your trip is booked.')
  await expect(tom.locator('[data-presence]')).toHaveText('Ana Duarte is writing an answer.')
  await press(tom, 'r')
  const answer = tom.getByRole('dialog')
  await expect(answer.getByText(/Ana Duarte is writing an answer now/)).toBeVisible()
  await ana.getByRole('button', { name: 'Send reply' }).click()
  await expect(answer.getByText(/Ana Duarte answered while you wrote: “Yes, your trip is booked.”/)).toBeVisible()
  await expect(answer.getByRole('button', { name: 'Send a second answer' })).toBeVisible()
  await expectSoundLooks(tom, 'second answer')
  await ana.close()
  expect(complaints).toEqual([])
  const list = await pageOf('sam', `/feedback?q=${mark}`)
  await expect(list.locator('[data-present]')).toHaveText(/Tom Adeyemi.* open\.$/)
})

test('a duplicate is merged by its words, and comes back exactly', async ({ pageOf }) => {
  const mark = `lighthouse${Date.now()}`
  const [first, second] = [await written(`The ${mark} page is blank.`), await written(`Blank page at ${mark}, again.`)]
  const tom = await pageOf('tom', `/feedback/${second}`)
  await press(tom, 'm')
  await tom.getByRole('combobox', { name: 'The item it repeats' }).fill(first)
  await expect(tom.getByRole('option', { name: new RegExp(`^${first} `) })).toBeVisible()
  await expectSoundLooks(tom, 'merge')
  await tom.keyboard.press('Enter')
  await expect(tom.getByText(`Merged into ${first}.`)).toBeVisible()
  await tom.goto(`${demo().url}/feedback/${first}`)
  await tom.getByRole('button', { name: `Un-merge ${second}` }).click()
  await expect(told(tom, `Un-merged: ${second}`)).toBeVisible()
  await expect(tom.getByRole('button', { name: `Un-merge ${second}` })).toHaveCount(0)
})

test('the person behind an item: an original for a reason, and reasons for what is refused', async ({ pageOf }) => {
  const name = await written('Write to kim@example.com, my card is 4111 1111 1111 1111.')
  const tom = await pageOf('tom', `/feedback/${name}`)
  await expect(tom.getByText(/my card is \[card\]/).first()).toBeVisible()
  await expect(tom.getByRole('button', { name: 'Erase person…' })).toHaveAccessibleDescription(/role Admin/)
  await tom.getByRole('button', { name: 'Show the original…' }).click()
  await tom.getByLabel('Reason').fill('to find their payment')
  await tom.keyboard.press('Enter')
  await expect(tom.getByText(/4111 1111 1111 1111/)).toBeVisible()
  await expectSoundLooks(tom, 'original')
  await tom.keyboard.press('Escape')
  await expect(tom.getByText(/4111 1111 1111 1111/)).toHaveCount(0)
  await tom.getByRole('button', { name: 'They said no: Answers to them' }).click()
  await expect(tom.getByText(/No answer can be sent: They do not want an answer\./)).toBeVisible()
})

test('members of a cluster are split off and taken back', async ({ pageOf }) => {
  const page = await pageOf('tom', '/feedback/clusters')
  await page.getByRole('link', { name: /^CL-/ }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^CL-\d+ “/)
  const members = page.getByRole('list', { name: 'Items of this cluster' })
  await expect(page.getByRole('button', { name: 'Split off' })).toHaveAccessibleDescription(/Select items first/)
  await members.getByRole('checkbox').first().check()
  await members.getByRole('checkbox').nth(1).check()
  const name = await members.locator('[data-item]').first().getAttribute('data-item')
  await expectSoundLooks(page, 'cluster members')
  await page.getByRole('button', { name: 'Split off' }).click()
  await expect(told(page, /^2 items left for a cluster of their own/)).toBeVisible()
  await expect(members.locator(`[data-item="${name}"]`)).toHaveCount(0)
  await press(page, 'z')
  await expect(told(page, /^Undone. 2 items left/)).toBeVisible()
  await expect(members.locator(`[data-item="${name}"]`)).toBeVisible()
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
  await dialog.getByRole('combobox', { name: 'Owner' }).fill('ana')
  await expect(dialog.getByRole('option', { name: 'Ana Duarte' })).toBeVisible()
  await expectSoundLooks(page, 'assign')
  await page.keyboard.press('Enter')
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
  await page.getByLabel('Words, with commas between').fill('card')
  await page.getByRole('button', { name: 'Test on the last 200' }).click()
  await expect(page.getByText(/^Would have met \d+ items? of the last \d+\./)).toBeVisible()
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

test('a picture goes along: cut and blurred by keyboard before it leaves the page, seen in the inbox', async ({
  page,
  pageOf,
}) => {
  const { url, keys } = demo()
  const mark = `shot${Date.now().toString(36)}`
  const shop = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(
      `<!doctype html><title>Shop</title><body><h1>Shop</h1><script src="${url}/widget.js" data-key="${keys.client}"></script>`,
    )
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  const address = shop.address()
  const scripts: string[] = []
  page.on('response', (response) => scripts.push(new URL(response.url()).pathname))
  await page.goto(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`)
  const buffer = await page.screenshot()
  await page.getByRole('button', { name: 'Feedback' }).press('Enter')
  await page.keyboard.type(`The page looks wrong ${mark}`)
  expect(scripts).not.toContain('/widget-picture.js')
  await page.getByRole('button', { name: 'Add a picture…' }).press('Enter')
  await page.getByLabel('From a file').setInputFiles({ name: 'page.svg', mimeType: 'image/svg+xml', buffer })
  await expect(page.getByText('This is no PNG, JPEG or WebP')).toBeVisible()
  await page.getByLabel('From a file').setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer })
  const stage = page.getByRole('application', { name: 'Picture with a movable area' })
  await expect(stage).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('Area: 27 % from the left, 25 % from the top, 50 % wide, 52 % high.')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Blur this area' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('The area is blurred.')).toBeVisible()
  await page.getByRole('button', { name: 'Attach it' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Remove picture 1' })).toBeVisible()
  await expect(page.getByText('We attach: the picture above,')).toBeVisible()
  await page.getByRole('button', { name: 'Send' }).press('Enter')
  await expect(page.getByText('Thank you. Somebody reads every message.')).toBeVisible()
  shop.close()
  const inbox = await pageOf('tom', `/feedback?q=${encodeURIComponent(mark)}`)
  const picture = inbox.getByRole('region', { name: 'Pictures' }).getByRole('img')
  await expect(picture).toBeVisible()
  const size = await picture.evaluate(async (img) => {
    if (!(img instanceof HTMLImageElement)) return null
    await img.decode()
    return [img.naturalWidth, img.naturalHeight]
  })
  expect(size).toEqual([1440, 900])
  const answer = await inbox.request.get(`${url}${await picture.getAttribute('src')}`)
  expect(answer.headers()).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'inline; filename="picture.png"',
    'content-security-policy': expect.stringContaining('sandbox'),
  })
})
