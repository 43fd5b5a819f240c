import { expect } from 'playwright/test'
import { test } from './support/demo'
import { press } from './support/keys'
import { readRollout, restAs } from './support/rest'

test('a viewer sees everything, can change nothing, and is told whom to ask', async ({ pageOf }) => {
  const olu = await pageOf('olu', '/rollouts/RO-131')
  for (const part of ['Close to the limit', 'Stages', 'The loop', 'Guardrails, worst first', 'Gates', 'Activity']) {
    await expect(olu.getByRole('region', { name: part })).toBeVisible()
  }
  const before = await readRollout('RO-131')
  const verbs = olu.locator('[data-decisions]').first().getByRole('button')
  const labels = ['Pause', 'Advance…', 'Roll back']
  await expect(verbs).toHaveText([...labels, ''])
  for (const [i] of labels.entries()) {
    await expect(verbs.nth(i)).toBeDisabled()
    await expect(verbs.nth(i)).toHaveAccessibleDescription(/^Needs Engineer\. Ask Maria Ito/)
  }
  await olu.getByRole('button', { name: 'Pause' }).focus()
  await expect(olu.getByRole('tooltip').filter({ hasText: 'Needs Engineer' }).first()).toBeVisible()

  await olu.getByRole('button', { name: 'More actions' }).first().click()
  const items = olu.getByRole('menu', { name: 'More actions' }).getByRole('menuitem')
  for (const item of await items.all()) {
    await expect(item).toBeDisabled()
    await expect(item).toHaveAccessibleDescription(/\S{4,}/)
  }
  await olu.keyboard.press('Escape')

  for (const key of ['p', 'r', 'a', 'n', 'z']) {
    await press(olu, key)
    await expect(olu.getByRole('alertdialog')).toBeHidden()
  }
  for (const verb of ['pause', 'stop', 'roll-back', 'advance', 'accept-risk']) {
    const body = { expectedVersion: before.version, note: 'I should not.' }
    const { status, body: problem } = await restAs('olu', `/api/v1/rollouts/RO-131/${verb}`, body)
    expect([status, problem]).toMatchObject([403, { code: 'forbidden' }])
  }
  expect(await readRollout('RO-131')).toMatchObject({ state: before.state, version: before.version })
})
