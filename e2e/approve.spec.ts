import { expect, test } from 'playwright/test'
import { peopleServed, shareOf, signIn } from './support/demo'
import { press } from './support/keys'
import { readDecisions, readRollout } from './support/rest'

test('the last approval of RO-139 raises the share at the clients, and takes it from nobody', async ({ page }) => {
  const before = await peopleServed('search-rank')
  expect(shareOf(before)).toBeGreaterThan(2.2)
  expect(shareOf(before)).toBeLessThan(7.8)

  await signIn(page, 'sam', '/rollouts')
  const row = page.getByRole('row', { name: /RO-139/ })
  await expect(row).toContainText('5% now → 25%')
  await expect(row).toContainText('awaits you')
  await page.getByRole('link', { name: /RO-139/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('search-rank')
  await expect(page.getByRole('status', { name: 'Stage 1' })).toHaveText('Awaiting approval for 25%')

  const dialog = page.getByRole('alertdialog', { name: 'Approve 25% for search-rank in Production?' })
  await press(page, 'a')
  await expect(dialog.getByText('5% → 25%')).toBeVisible()
  await expect(dialog.getByText(/^about [\d,]+ people$/)).toBeVisible()
  await expect(dialog.getByText(/^(Harm ruled out|Safe so far)$/)).toBeVisible()
  await expect(dialog.getByText(/gates (is|are) not met|All \d+ met but approval itself/)).toBeVisible()
  await dialog.getByLabel(/^(Note|Reason)/).fill('Searches are shorter, nobody is hurt.')
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await expect(dialog).toBeHidden()

  await expect(page.getByRole('status', { name: 'Stage 2' })).toHaveText('Running')
  await expect(page.getByText('Now 25%')).toBeVisible()
  await expect(page.getByText('“Searches are shorter, nobody is hurt.”').first()).toBeVisible()
  expect(await readRollout('RO-139')).toMatchObject({ state: 'running', weight: 25 })
  expect((await readDecisions('RO-139')).slice(0, 3)).toMatchObject([
    { verb: 'approve', by: { name: 'Sam Berg' }, verdictCode: expect.stringMatching(/^(harm-ruled-out|safe-so-far)$/) },
    { verb: 'approve', by: { name: 'Lea Novak' } },
    { verb: 'approve', by: { name: 'Ana Duarte' } },
  ])

  await expect.poll(async () => shareOf(await peopleServed('search-rank'))).toBeGreaterThan(19.5)
  const after = await peopleServed('search-rank')
  expect(shareOf(after)).toBeLessThan(30.5)
  expect([...before].filter((key) => !after.has(key))).toEqual([])
})
