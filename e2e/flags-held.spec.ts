import { expect, type Page } from 'playwright/test'
import { z } from 'zod'
import { demo, person, test } from './support/demo'
import { complaintsOf, expectSoundLooks } from './support/looks'
import { restAs } from './support/rest'

test.describe.configure({ timeout: 240_000 })

const Answered = z.object({ variant: z.string().optional() })

/** What an app is served in production. */
async function ask(flag: string, context: Record<string, unknown>): Promise<string | undefined> {
  const { url, keys } = demo()
  const answer = await fetch(`${url}/ofrep/v1/evaluate/flags/${flag}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.server}`, 'content-type': 'application/json' },
    body: JSON.stringify({ context }),
  })
  return Answered.parse(await answer.json()).variant
}

/** How many people production asks for before what it serves changes. */
async function demandApprovals(approvalsMin: number): Promise<void> {
  const answer = await fetch(`${demo().url}/api/v1/environments/production`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${person('priya').adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ approvalsMin }),
  })
  expect(answer.status, await answer.text()).toBe(200)
}

const open = async (page: Page, key: string, tab: string) => {
  await page.goto(`${demo().url}/flags/${key}?env=production&tab=${tab}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(key)
}

test.afterEach(() => demandApprovals(0))

test('an engineer asks for a change, somebody else signs it, and it is served', async ({ pageOf }) => {
  const key = 'journey-held'
  await restAs('maria', '/api/v1/flags', { key, type: 'boolean' })
  await demandApprovals(1)
  const maria = await pageOf('maria')
  const complaints = complaintsOf(maria)
  await open(maria, key, 'targeting')
  await maria.getByRole('button', { name: 'Edit rules' }).click()
  await maria.getByRole('button', { name: 'Add a rule' }).click()
  await maria.getByLabel('Values, with commas between').fill('Enterprise')
  await maria.getByRole('button', { name: 'Review changes…' }).click()
  const dialog = maria.getByRole('alertdialog')
  await expect(dialog).toContainText('Production asks for 1 approval before what it serves changes')
  await dialog.getByLabel('Why').fill('They wait for it')
  await dialog.getByRole('button', { name: 'Request approval' }).click()
  const waiting = maria.getByRole('region', { name: 'Waiting for approval' })
  await expect(waiting).toContainText('0 of 1 signed')
  await expect(waiting.getByRole('button', { name: 'Approve…' })).toHaveAccessibleDescription(/Needs the role approver/)
  await expectSoundLooks(maria, 'a change that waits')
  const enterprise = { targetingKey: 'u1', plan: 'Enterprise' }
  expect(await ask(key, enterprise)).toBe('off')

  const ana = await pageOf('ana', '/')
  await ana.getByRole('link', { name: /journey-held · Production/ }).click()
  const asked = ana.getByRole('region', { name: 'Waiting for approval' })
  await expect(asked).toContainText('“They wait for it”')
  await expect(asked.getByRole('list', { name: 'What changes in Production' })).toContainText(
    'Added: If plan is Enterprise → on',
  )
  await asked.getByRole('button', { name: 'Approve…' }).click()
  await expect(ana.getByRole('alertdialog')).toContainText('It is served in Production at once.')
  await ana.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click()
  await expect(asked).toBeHidden()
  await expect.poll(() => ask(key, enterprise), { timeout: 10_000 }).toBe('on')
  await expect(waiting).toBeHidden()
  await open(maria, key, 'history')
  await expect(maria.getByText('“They wait for it. Approved by Ana Duarte”')).toBeVisible()
  expect(complaints).toEqual([])
})

test('many flags at once: what can be archived is, what is live says why it stays', async ({ pageOf }) => {
  for (const key of ['journey-many-a', 'journey-many-b'])
    await restAs('maria', '/api/v1/flags', { key, type: 'boolean' })
  const page = await pageOf('maria', '/flags?q=journey-many')
  const complaints = complaintsOf(page)
  for (const key of ['journey-many-a', 'journey-many-b']) await page.getByLabel(`Select ${key}`).check()
  await page.getByLabel('Filter flags').fill('checkout-v2')
  await page.getByLabel('Select checkout-v2').check()
  const bar = page.getByRole('toolbar', { name: 'Selected flags' })
  await expect(bar).toContainText('3 selected')
  await bar.getByRole('button', { name: 'Archive…' }).click()
  await expectSoundLooks(page, 'archive many flags')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByText('2 changed. 1 as they were:')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: /^checkout-v2: / })).toBeVisible()
  await expectSoundLooks(page, 'what became of many flags')
  expect(complaints).toEqual([])
})

test('many rollouts at once: one that somebody else ended meanwhile is as it was, and said to be', async ({
  pageOf,
}) => {
  const names: string[] = []
  for (const flag of ['journey-roll-a', 'journey-roll-b']) {
    await restAs('maria', '/api/v1/flags', { key: flag, type: 'boolean' })
    const { body } = await restAs('maria', '/api/v1/rollouts', {
      flag,
      environment: 'production',
      hypothesis: 'Nobody has it, and nobody will.',
      rollbackPlan: 'Stop exposure.',
      stages: [{ weight: 5, minSoak: 'PT1H' }, { weight: 100 }],
      guardrails: ['booking_completed'],
    })
    names.push(z.object({ name: z.string() }).parse(body).name)
  }
  const page = await pageOf('maria', '/rollouts?q=journey-roll')
  for (const name of names) await page.getByLabel(`Select ${name}`).check()
  // A tab that hears of nothing any more, as one that slept.
  await page.route('**/api/v1/rollouts?**', (route) => route.abort())
  const bar = page.getByRole('toolbar', { name: 'Selected rollouts' })
  await expect(bar.getByRole('button', { name: 'Pause' })).toHaveAccessibleDescription('None of them is under way.')
  await bar.getByRole('button', { name: 'Abandon 2…' }).click()
  await expect(page.getByRole('alertdialog')).toContainText(names.toReversed().join(', '))
  const ended = await restAs('ines', `/api/v1/rollouts/${names[0]}/abandon`, { expectedVersion: 0 })
  expect(ended.status, JSON.stringify(ended.body)).toBe(200)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Abandon' }).click()
  await expect(page.getByText(`1 abandoned: ${names[1]}. 1 as they were:`)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: new RegExp(`^${names[0]}: `) })).toBeVisible()
})
