import { expect, type Page } from 'playwright/test'
import { demo, test } from './support/demo'
import { press } from './support/keys'
import { complaintsOf, expectSoundLooks } from './support/looks'
import { readRollout, restAs } from './support/rest'

test.describe.configure({ timeout: 240_000 })

const answerOf = (page: Page) => page.locator('[data-verdict][data-state]')

/** The page of a rollout, once its chart and its activity have come. */
async function openRollout(page: Page, rollout: string): Promise<void> {
  await page.goto(`${demo().url}/rollouts/${rollout}`)
  await expect(page.getByRole('region', { name: 'Activity' }).getByRole('listitem').first()).toBeVisible()
}

async function expectAnswerFirst(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  await expect(answerOf(page).getByRole('paragraph').nth(1)).toHaveText(/^[A-Z0-9].+\.$/)
  await expect(page.getByRole('figure').getByRole('heading').first()).toHaveText(/\?$/)
}

test('sign-in', async ({ page }) => {
  const complaints = complaintsOf(page)
  await page.goto(`${demo().url}/rollouts/RO-139`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in')
  await expectSoundLooks(page, 'sign-in')
  await page.getByLabel('E-mail').fill('sam@harbor.example')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/\S/)
  await expect(page.getByLabel('Password')).toBeFocused()
  await expectSoundLooks(page, 'sign-in refused')
  expect(complaints).toEqual([])
})

test('the list and the menu of its viewer', async ({ pageOf }) => {
  const page = await pageOf('sam')
  const complaints = complaintsOf(page)
  await page.goto(`${demo().url}/rollouts`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rollouts')
  await expect(page.getByText(/^\d rollouts are under way; .+\.$/)).toBeVisible()
  await expectSoundLooks(page, 'list')
  await page.getByRole('button', { name: /preferences and sign out$/ }).click()
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeVisible()
  await expectSoundLooks(page, 'menu of the viewer')
  expect(complaints).toEqual([])
})

for (const [rollout, stage, state, name] of [
  ['RO-131', 1, 'running', 'Running'],
  ['RO-137', 1, 'holding', 'Holding: the split is uneven'],
  ['RO-139', 1, 'awaiting approval', 'Awaiting approval for 25%'],
  ['RO-142', 3, 'paused by a policy', 'Paused by payments-guard'],
] as const) {
  test(`a rollout that is ${state}`, async ({ pageOf }) => {
    const page = await pageOf('sam')
    const complaints = complaintsOf(page)
    await openRollout(page, rollout)
    await expect(page.getByRole('status', { name: `Stage ${stage}` })).toHaveText(name)
    await expectAnswerFirst(page)
    await expectSoundLooks(page, state)
    expect(complaints).toEqual([])
  })
}

test('the chart as a table', async ({ pageOf }) => {
  const page = await pageOf('sam')
  const complaints = complaintsOf(page)
  // The youngest stage of all: few rows, which axe looks at one by one.
  await openRollout(page, 'RO-140')
  await press(page, 'd')
  const table = page.getByRole('region', { name: 'Data of the chart' }).getByRole('table')
  await expect(table.getByRole('columnheader')).toHaveText([
    'Time',
    'Exposed',
    'Baseline',
    /^Difference, /,
    'Low',
    'High',
    'People exposed / baseline',
    'Events exposed / baseline',
  ])
  await expectSoundLooks(page, 'data as a table')
  expect(complaints).toEqual([])
})

test('a rollout that somebody paused', async ({ pageOf }) => {
  expect(await restAs('ana', '/api/v1/rollouts/RO-131/pause', {})).toMatchObject({ status: 200 })
  const page = await pageOf('ana')
  const complaints = complaintsOf(page)
  await openRollout(page, 'RO-131')
  await expect(page.getByRole('button', { name: /^Undo, \d+:\d\d left$/ })).toBeVisible()
  await expectAnswerFirst(page)
  await expectSoundLooks(page, 'paused')
  const expectedVersion = (await readRollout('RO-131')).version
  expect(await restAs('ana', '/api/v1/rollouts/RO-131/undo', { expectedVersion })).toMatchObject({ status: 200 })
  await expect(page.getByRole('status', { name: 'Stage 1' })).toHaveText('Running')
  expect(complaints).toEqual([])
})

test('a rollout that was rolled back', async ({ pageOf }) => {
  const page = await pageOf('sam')
  const complaints = complaintsOf(page)
  await openRollout(page, 'RO-140')
  await expect(page.getByRole('status', { name: 'Stage 2' })).toHaveText('Rolled back', { timeout: 150_000 })
  await expectAnswerFirst(page)
  await expectSoundLooks(page, 'rolled back')
  expect(complaints).toEqual([])
})

test('dialogs, menu and keys of a rollout', async ({ pageOf }) => {
  const page = await pageOf('sam')
  const complaints = complaintsOf(page)
  await openRollout(page, 'RO-139')
  for (const [key, title] of [
    ['a', 'Approve 25% for search-rank in Production?'],
    ['r', 'Roll back search-rank in Production?'],
    ['?', 'Keys'],
  ] as const) {
    await press(page, key)
    const dialog = page.getByRole(key === '?' ? 'dialog' : 'alertdialog', { name: title })
    await expect(dialog).toBeVisible()
    await expectSoundLooks(page, title)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }
  await page.getByRole('button', { name: 'Why? What would change this?' }).click()
  await expectSoundLooks(page, 'why')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More actions' }).first().click()
  await expectSoundLooks(page, 'more actions')
  expect(complaints).toEqual([])
})
