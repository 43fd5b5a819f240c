import { expect } from 'playwright/test'
import { demo, test } from './support/demo'
import { press } from './support/keys'
import { complaintsOf, expectSoundLooks } from './support/looks'
import { restAs } from './support/rest'

test.describe.configure({ timeout: 240_000 })

test('words beside the decisions, the review when it is over, and the learning that others find', async ({
  pageOf,
}) => {
  const flag = `greeting-${Date.now().toString(36)}`
  expect(await restAs('maria', '/api/v1/flags', { key: flag, type: 'boolean' })).toMatchObject({ status: 201 })
  const plan = {
    flag,
    environment: 'production',
    hypothesis: 'A greeting makes people stay.',
    rollbackPlan: 'Stop exposure.',
    stages: [{ weight: 1, minSoak: 'PT1H' }],
    guardrails: ['slow_pages'],
  }
  expect(await restAs('maria', '/api/v1/rollouts', plan)).toMatchObject({ status: 201 })
  const page = await pageOf('maria')
  const complaints = complaintsOf(page)
  await page.goto(`${demo().url}/rollouts?q=${flag}`)
  await expect(page.getByLabel('Filter rollouts')).toHaveValue(flag)
  await page.getByRole('link', { name: new RegExp(flag) }).click()
  await expect(page.getByText('Ready to start?')).toBeVisible()
  await expectSoundLooks(page, 'a draft with its checks')

  await press(page, 'c')
  const comment = page.getByRole('dialog', { name: /^Comment on RO-\d+$/ })
  await comment.getByLabel('Comment').fill('Ana asked for a warmer text.')
  await comment.getByRole('button', { name: 'Comment' }).click()
  await expect(comment).toBeHidden()
  await expect(page.getByRole('region', { name: 'Activity' })).toContainText('“Ana asked for a warmer text.”')

  await page.getByRole('button', { name: 'More actions' }).first().click()
  await page.getByRole('menuitem', { name: /^Abandon/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Abandon' }).click()
  await page.getByRole('button', { name: 'Write review' }).first().click()
  await expect(page.getByRole('textbox', { name: 'Expected' })).toHaveValue('A greeting makes people stay.')
  await page.getByRole('button', { name: 'Write review' }).last().click()
  await expect(page.getByRole('textbox', { name: 'Observed' })).toHaveAccessibleDescription(/Say what you saw/)
  await page.getByRole('textbox', { name: 'Observed' }).fill('Nobody saw it: the text was not ready.')
  await page.getByRole('textbox', { name: /^Claim/ }).fill(`Greetings need a text first (${flag})`)
  await expectSoundLooks(page, 'review of a rollout')
  await page.getByRole('button', { name: 'Write review' }).last().click()
  await expect(page.getByText(/^Written by Maria Ito.+LRN-\d+$/)).toBeVisible()

  await page.goto(`${demo().url}/learnings?q=${flag}`)
  await expect(page.getByRole('heading', { level: 2, name: /Greetings need a text first/ })).toBeVisible()
  await expectSoundLooks(page, 'learnings')
  expect(complaints).toEqual([])
})
