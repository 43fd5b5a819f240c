import { expect } from 'playwright/test'
import { demo, test } from './support/demo'
import { complaintsOf, expectSoundLooks } from './support/looks'
import { readRollout, restAs } from './support/rest'

test.describe.configure({ timeout: 240_000 })

test('from a sentence to a running rollout: five parts, checks with a way to mend them, nothing asked twice', async ({
  pageOf,
}) => {
  const flag = `coupon-page-${Date.now().toString(36)}`
  expect(await restAs('maria', '/api/v1/flags', { key: flag, type: 'boolean' })).toMatchObject({ status: 201 })
  const page = await pageOf('maria')
  const complaints = complaintsOf(page)
  await page.goto(`${demo().url}/rollouts/new?flag=${flag}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New rollout')
  const parts = page.getByRole('navigation', { name: 'Parts of the plan' })
  const check = (key: string) => page.locator(`[data-check="${key}"]`)

  await page.getByLabel('We believe …').fill('coupons on one page')
  await page.getByLabel('will …').fill('raise completed bookings by 1 pp')
  await expect(page.getByRole('status', { name: 'The sentence' })).toHaveText(
    'We believe coupons on one page will raise completed bookings by 1 pp.',
  )
  await expect(page.getByRole('status', { name: 'Draft' })).toContainText('Draft saved')
  await expect(page).toHaveURL(/draft=rdr_/)
  await expect(check('hypothesis')).toHaveAttribute('data-state', 'ok')
  await expectSoundLooks(page, 'why')

  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('group', { name: 'Audience' }).first()).toBeVisible()
  await expectSoundLooks(page, 'who')
  await page.getByRole('button', { name: 'Next: How' }).click()
  await expect(page.getByRole('radio', { name: /^Careful/ })).toBeChecked()
  await page.getByRole('radio', { name: /^Fast/ }).check()
  await expect(page.getByText('half of all people can have it after 30 minutes', { exact: false })).toBeVisible()
  await expectSoundLooks(page, 'how')

  // Too soon: what is missing stands on top, and leads to its field.
  await parts.getByRole('button', { name: /Review/ }).click()
  await page.getByRole('button', { name: 'Keep as a draft' }).click()
  const summary = page.getByRole('alert').filter({ hasText: 'missing' })
  await expect(summary.getByRole('heading')).toBeFocused()
  await expectSoundLooks(page, 'what is missing')
  await summary.getByRole('button', { name: /way|back/ }).click()
  await expect(page.getByLabel('How people get back to the old version')).toBeFocused()

  // Back and forward keep the part, and a reload keeps every word.
  await page.goBack()
  await expect(parts.getByRole('button', { name: /Review/ })).toHaveAttribute('aria-current', 'step')
  await page.goForward()
  await page.getByLabel('How people get back to the old version').fill('Stop exposure: the old page is kept.')
  await expect(check('reversible')).toHaveAttribute('data-state', 'block')
  await page.getByRole('radio', { name: /^Safely reversible/ }).check()
  await page.getByLabel('On call while it runs alone').fill('Sam Berg')
  await expect(check('reversible')).toHaveAttribute('data-state', 'ok')
  await expectSoundLooks(page, 'safety')
  await page.reload()
  await expect(page.getByLabel('On call while it runs alone')).toHaveValue('Sam Berg')

  await check('harm-limits').getByRole('button', { name: /^Fix/ }).click()
  const seat = page.getByRole('group', { name: 'Seat errors' })
  await seat.getByLabel('Guardrail').check()
  await expect(page.getByText(/^At 10% about .+ people a day: a rise of/).first()).toBeVisible()
  await parts.getByRole('button', { name: /Review/ }).click()
  await expect(page.getByText(`${flag} goes to everybody in production`, { exact: false })).toBeVisible()
  await expectSoundLooks(page, 'review')

  // Others run here too: it starts only with a reason.
  const start = page.getByRole('button', { name: 'Start anyway' })
  await start.click()
  await expect(page.getByLabel('Reason')).toHaveAccessibleDescription(/A reason is required/)
  await page.getByLabel('Reason').fill('No other page shows coupons.')
  await start.click()
  await page.waitForURL(/\/rollouts\/RO-\d+$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(flag)
  await expect(page.getByRole('status', { name: 'Stage 1' })).toHaveText('Running')
  await expect(page.getByText('“No other page shows coupons.”').first()).toBeVisible()
  const name = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const view = await readRollout(name)
  expect(view).toMatchObject({ state: 'running', weight: 10 })
  expect(complaints).toEqual([])

  // Later stages may change; what people have may not.
  await page.getByRole('button', { name: 'Edit later stages…' }).click()
  const dialog = page.getByRole('dialog', { name: `Later stages of ${name}` })
  await expect(dialog.getByLabel('Share, %').first()).toBeDisabled()
  await dialog.getByLabel('Share, %').nth(1).fill('40')
  await expectSoundLooks(page, 'later stages')
  await dialog.getByRole('button', { name: 'Save stages' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Next 40%', { exact: false })).toBeVisible()
  expect(complaints).toEqual([])
  const { version: expectedVersion } = await readRollout(name)
  expect(await restAs('maria', `/api/v1/rollouts/${name}/roll-back`, { expectedVersion })).toMatchObject({
    status: 200,
  })
})
