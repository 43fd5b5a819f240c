import { expect, type Page } from 'playwright/test'
import { demo, test } from './support/demo'
import { press } from './support/keys'
import { complaintsOf, expectSoundLooks } from './support/looks'
import { restAs } from './support/rest'

test.describe.configure({ timeout: 240_000 })

/** One question by OFREP, as an app would ask. */
async function ask(flag: string, context: Record<string, unknown>): Promise<unknown> {
  const { url, keys } = demo()
  const answer = await fetch(`${url}/ofrep/v1/evaluate/flags/${flag}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.server}`, 'content-type': 'application/json' },
    body: JSON.stringify({ context }),
  })
  const body: unknown = await answer.json()
  return typeof body === 'object' && body !== null && 'variant' in body ? body.variant : null
}

const served = (flag: string, context: Record<string, unknown>) =>
  expect.poll(() => ask(flag, context), { timeout: 10_000 })

const openFlag = async (page: Page, key: string, tab = 'targeting') => {
  await page.goto(`${demo().url}/flags/${key}?env=production&tab=${tab}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(key)
}

test('an engineer makes a flag and sees the first request of the app arrive', async ({ pageOf }) => {
  const page = await pageOf('maria', '/flags/new')
  const complaints = complaintsOf(page)
  await page.getByLabel('Key', { exact: true }).fill('journey-flag')
  await page.getByLabel('Purpose').fill('A journey ends here.')
  await expectSoundLooks(page, 'new flag')
  await page.getByRole('button', { name: 'Create flag' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('journey-flag is served')
  await expect(page.getByText('Waiting for the first evaluation.')).toBeVisible()
  await served('journey-flag', { targetingKey: 'u1' }).toBe('off')
  await expect(page.getByText(/First evaluation received from you in production, \d+ s ago/)).toBeVisible()
  await expectSoundLooks(page, 'first evaluation')
  expect(complaints).toEqual([])
})

test('rules are written, tried, compared and saved; exposure stops and comes back', async ({ pageOf }) => {
  await restAs('maria', '/api/v1/flags', { key: 'journey-rules', type: 'boolean' })
  const page = await pageOf('maria')
  const complaints = complaintsOf(page)
  await openFlag(page, 'journey-rules')
  await page.getByRole('button', { name: 'Edit rules' }).click()
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByLabel('Values, with commas between').fill('Enterprise')
  await page.getByLabel('Attributes').fill('plan=Enterprise')
  await page.getByRole('button', { name: 'Try the rules being written' }).click()
  await expect(page.getByText('By rule 1: If plan is Enterprise → on')).toBeVisible()
  await expectSoundLooks(page, 'rules being written')
  await page.getByRole('button', { name: 'Review changes…' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByRole('list', { name: 'What changes' })).toContainText('If plan is Enterprise → on')
  await expectSoundLooks(page, 'changes before they are saved')
  await dialog.getByRole('button', { name: 'Save as version 2' }).click()
  await expect(page.getByRole('button', { name: 'Edit rules' })).toBeVisible()
  await served('journey-rules', { targetingKey: 'u1', plan: 'Enterprise' }).toBe('on')

  await page.getByRole('button', { name: 'Stop exposure…' }).click()
  await expect(dialog).toContainText('Everyone in Production gets off')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Exposure is stopped in Production')).toBeVisible()
  await served('journey-rules', { targetingKey: 'u1', plan: 'Enterprise' }).toBe('off')
  await page.getByRole('button', { name: 'Resume exposure…' }).click()
  await dialog.getByRole('button', { name: 'Resume exposure' }).click()
  await expect(page.getByRole('button', { name: 'Stop exposure…' })).toBeVisible()
  await served('journey-rules', { targetingKey: 'u1', plan: 'Enterprise' }).toBe('on')

  for (const tab of ['exposure', 'lifecycle', 'history']) {
    await openFlag(page, 'journey-rules', tab)
    await expectSoundLooks(page, tab)
  }
  await page.getByRole('button', { name: 'Restore version 1…' }).click()
  await expect(dialog).toContainText('Taken away: If plan is Enterprise → on')
  await dialog.getByRole('button', { name: 'Restore' }).click()
  await served('journey-rules', { targetingKey: 'u1', plan: 'Enterprise' }).toBe('off')
  expect(complaints).toEqual([])
})

test('the list by keyboard: filter, go, peek, select, and an archive that is refused', async ({ pageOf }) => {
  const page = await pageOf('maria', '/flags')
  const complaints = complaintsOf(page)
  await expectSoundLooks(page, 'flags')
  await press(page, 'f')
  await page.keyboard.type('wallet')
  await expect(page.getByText('1 flag', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await press(page, 'j')
  await page.keyboard.press('Space')
  await expect(page.getByRole('complementary', { name: 'Peek: wallet-pay' })).toBeVisible()
  expect(new URL(page.url()).searchParams.get('q')).toBe('wallet')
  await expectSoundLooks(page, 'peek')
  await page.keyboard.press('Escape')
  await press(page, 'x')
  await page.getByRole('toolbar', { name: 'Selected flags' }).getByRole('button', { name: 'Archive…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByRole('alertdialog').getByRole('alert')).toContainText(/is live in|serve the code's fallback/)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep as is' }).click()
  await page.goto(`${demo().url}/flags?view=segments`)
  await page.getByRole('button', { name: 'New segment' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Staff')
  await page.getByLabel('Key', { exact: true }).fill('staff')
  await page.getByLabel('Values, with commas between').fill('@harbor.example')
  await expectSoundLooks(page, 'new segment')
  await page.getByRole('button', { name: 'Create segment' }).click()
  await expect(page.getByText('email ends with @harbor.example')).toBeVisible()
  expect(complaints).toEqual([])
})

test('a viewer reads everything and is told why nothing can be changed', async ({ pageOf }) => {
  const page = await pageOf('olu')
  await openFlag(page, 'checkout-v2')
  await expect(page.getByRole('button', { name: 'Edit rules' })).toHaveAccessibleDescription(/Needs the role engineer/)
  await expect(page.getByRole('button', { name: 'Stop exposure…' })).toHaveAccessibleDescription(
    /Needs the role engineer/,
  )
})

test('a viewer who presses what they may not do is offered to ask for the role', async ({ pageOf }) => {
  const page = await pageOf('olu')
  const complaints = complaintsOf(page)
  await openFlag(page, 'checkout-v2')
  // Disabled controls can be pressed: by a pointer, and by keys.
  await page.getByRole('button', { name: 'Edit rules' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Request access' })
  await expect(dialog).toContainText('Needs the role engineer.')
  await expect(dialog.getByLabel('Role')).toHaveValue('engineer')
  await expectSoundLooks(page, 'request access')
  await dialog.getByLabel('What for').fill('To look after the checkout.')
  await dialog.getByRole('button', { name: 'Request access' }).click()
  await expect(dialog).toContainText('The admins are asked. You hear by mail what they decide.')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.goto(`${demo().url}/settings/mail`)
  await page.getByRole('button', { name: 'Request access…' }).click()
  await expect(dialog.getByLabel('Role')).toHaveValue('admin')
  expect(complaints).toEqual([])
})
