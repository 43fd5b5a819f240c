import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'playwright/test'
import { demoFolder, peopleServed, signIn } from './support/demo'
import { readDecisions, readRollout } from './support/rest'

const WITHIN_MS = 120_000

test('the live act: a release that hurts people is caught before the eyes of a viewer', async ({ page }) => {
  test.setTimeout(180_000)
  await signIn(page, 'olu')
  const opened = Date.now()
  const left = () => Math.max(1, WITHIN_MS - (Date.now() - opened))
  await page.getByRole('link', { name: /RO-140/ }).click()
  const stage = page.getByRole('status', { name: 'Stage 2' })
  await expect(stage).toHaveText('Running')
  // Lost when the page is loaded again.
  await page.evaluate(() => document.documentElement.setAttribute('data-same-page', ''))

  const answer = page.getByRole('region', { name: 'Harmful' })
  await expect(answer).toBeVisible({ timeout: left() })
  await expect(answer).toContainText(
    /Seat errors: about \d+ more per 1,000 people for people on the new version than at baseline \((\d+ to \d+|at least \d+)\); the limit is 10\. It (has )?lasted \d+ (s|min)\./,
  )
  await expect(answer).toContainText('It isn’t an outside cause: the baseline is steady.')
  await expect(stage).toHaveText('Rolled back', { timeout: left() })
  await expect(answer).toContainText('Everyone is back on the safe version.')

  const activity = page.getByRole('region', { name: 'Activity' })
  await expect(activity).toContainText(
    'Careful paused RO-140 at 50% · “Seat errors: harm past the limit, evidence 20 to 1”',
  )
  await expect(activity).toContainText(
    'Careful rolled back RO-140 · “Seat errors: harm past the limit, evidence 100 to 1”',
  )
  const clients = page.getByRole('region', { name: 'Clients' })
  await expect(clients.getByText(/^(\d+) of \1 clients confirmed$/)).toBeVisible({ timeout: left() })
  await expect(page.locator('html')).toHaveAttribute('data-same-page')

  expect([...(await peopleServed('seat-map'))]).toEqual([])
  expect(await readRollout('RO-140')).toMatchObject({ state: 'rolled-back', weight: 0 })
  const policy = (await readDecisions('RO-140')).filter(({ by }) => by.kind === 'policy')
  expect(policy).toMatchObject([
    { verb: 'roll-back', verdictCode: 'harmful', note: 'Seat errors: harm past the limit, evidence 100 to 1' },
    { verb: 'pause', verdictCode: 'harmful', note: 'Seat errors: harm past the limit, evidence 20 to 1' },
  ])
  expect(await verifiedAudit()).toMatch(/^harbor-travel: unbroken, \d+ entries$/m)
})

/** What the command line says of the audit chain. */
async function verifiedAudit(): Promise<string> {
  const soundings = ['--import', 'tsx', 'lib/cli/main.ts', 'audit', 'verify']
  const { stdout } = await promisify(execFile)(process.execPath, soundings, {
    env: { ...process.env, SOUNDINGS_DATA: demoFolder() },
  })
  return stdout
}
