import { expect, type Page } from 'playwright/test'
import { peopleServed, test } from './support/demo'
import { press } from './support/keys'
import { readDecisions, readRollout, restAs } from './support/rest'

/** How long ago something happened that happened in this test, as the product says it. */
const AGE = String.raw`(just now|\d+ (s|min) ago)`

const stateOf = (page: Page, stage: number) => page.getByRole('status', { name: `Stage ${stage}`, exact: true })
const verbsOf = async (rollout: string) => (await readDecisions(rollout)).map(({ verb, by }) => `${verb} by ${by.name}`)

test('two advance at once: one does, the other is told who and what, and nothing happens twice', async ({ pageOf }) => {
  const ana = await pageOf('ana', '/rollouts/RO-141')
  const sam = await pageOf('sam', '/rollouts/RO-141')
  const asked = { name: 'Advance to 100% now?' }
  const [first, second] = [ana.getByRole('alertdialog', asked), sam.getByRole('alertdialog', asked)]
  await press(ana, 'n')
  await press(sam, 'n')
  await expect(first).toContainText(/About [\d,]+ more people get it at once\./)
  await expect(first).toContainText(/of 7 gates (is|are) not met: .*soak/)

  await first.getByRole('button', { name: 'Advance to 100%' }).click()
  await expect(first.getByText('A reason is required.')).toBeVisible()
  await first.getByLabel('Reason to go on with gates not met').fill('Quiet week, support is ready.')
  await first.getByRole('button', { name: 'Advance to 100%' }).click()
  await expect(first).toBeHidden()
  await expect(stateOf(ana, 2)).toHaveText('Running')

  await second.getByLabel('Reason to go on with gates not met').fill('I would have, too.')
  await second.getByRole('button', { name: 'Advance to 100%' }).click()
  await expect(second.getByRole('alert')).toContainText(
    new RegExp(`Ana Duarte advanced .* ${AGE}\\. Nothing was changed\\.\\s*Look again`),
  )
  await second.getByRole('button', { name: 'Look again' }).click()
  await expect(second).toBeHidden()
  await expect(stateOf(sam, 2)).toHaveText('Running')
  expect((await verbsOf('RO-141')).filter((each) => each.startsWith('advance'))).toEqual(['advance by Ana Duarte'])
})

test('two approve at once: one signature, and the other is told whose', async ({ pageOf }) => {
  const { id, version } = await readRollout('RO-131')
  const body = { rolloutId: id, expectedVersion: version, note: 'The limit is close, and product may decide.' }
  expect(await restAs('yusuf', '/api/v1/rollouts/RO-131/advance', body)).toMatchObject({ status: 200 })
  const ana = await pageOf('ana', '/rollouts/RO-131')
  const priya = await pageOf('priya', '/rollouts/RO-131')
  const asked = { name: 'Approve 100% for wallet-pay in Production?' }
  const [first, second] = [ana.getByRole('alertdialog', asked), priya.getByRole('alertdialog', asked)]
  await press(ana, 'a')
  await press(priya, 'a')
  for (const [dialog, who] of [
    [first, 'Ana'],
    [second, 'Priya'],
  ] as const) {
    await dialog.getByLabel(/^(Note|Reason)/).fill(`${who} has looked.`)
    await dialog.getByRole('button', { name: 'Approve' }).click()
    if (dialog === first) await expect(dialog).toBeHidden()
  }
  await expect(second.getByRole('alert')).toContainText(
    new RegExp(`Ana Duarte approved .* ${AGE}\\. Nothing was changed`),
  )
  expect(await readRollout('RO-131')).toMatchObject({ state: 'running', weight: 100 })
  expect((await verbsOf('RO-131')).slice(0, 2)).toEqual(['approve by Ana Duarte', 'advance by Yusuf Kaya'])
})

test('a second pause from a page that is behind hears yes, and is done once; its author can undo it', async ({
  pageOf,
}) => {
  const ana = await pageOf('ana', '/rollouts/RO-137')
  await expect(stateOf(ana, 1)).toHaveText(/^Holding/)
  const maria = await pageOf('maria')
  await maria.route('**/api/events?*', (route) => route.abort())
  await maria.goto(ana.url())
  await expect(stateOf(maria, 1)).toHaveText(/^Holding/)

  await press(ana, 'p')
  await expect(stateOf(ana, 1)).toHaveText('Paused by Ana Duarte')
  await expect(ana.getByText('The share stays at 10%, nothing advances.')).toBeVisible()
  await expect(ana.getByRole('region', { name: 'Clients' })).toBeHidden()
  await expect(stateOf(maria, 1)).toHaveText(/^Holding/)

  const version = (await readRollout('RO-137')).version
  await press(maria, 'p')
  await expect(stateOf(maria, 1)).toHaveText('Paused by Ana Duarte')
  await expect(maria.getByRole('alert').filter({ hasText: 'Paused by Ana Duarte.' })).toHaveCount(1)
  await expect(maria.getByText('Nothing changed')).toBeHidden()
  await expect(maria.getByRole('button', { name: /^Undo/ })).toBeHidden()
  expect(await readRollout('RO-137')).toMatchObject({ state: 'paused', version, weight: 10 })
  expect((await verbsOf('RO-137')).filter((each) => each.startsWith('pause'))).toEqual(['pause by Ana Duarte'])

  await ana.getByRole('button', { name: /^Undo, \d+:\d\d left$/ }).click()
  await expect(stateOf(ana, 1)).toHaveText(/^Holding/)
  expect((await verbsOf('RO-137'))[0]).toBe('undo by Ana Duarte')
})

test('keys do what the buttons do, say why they cannot, and are silent while somebody types', async ({ pageOf }) => {
  const sam = await pageOf('sam', '/rollouts/RO-137')
  const rollBack = sam.getByRole('alertdialog', { name: 'Roll back profile-form in Production?' })
  await press(sam, 'r')
  await expect(rollBack.getByRole('button', { name: 'Roll back' })).toBeFocused()
  await sam.keyboard.press('Escape')
  await expect(rollBack).toBeHidden()

  await sam.keyboard.press('a')
  const why = 'Guardrails: The comparison is broken'
  await expect(sam.getByRole('status').filter({ hasText: why })).toBeAttached()
  await expect(sam.getByRole('alertdialog')).toBeHidden()
  await sam.getByRole('button', { name: 'More actions' }).first().click()
  const approve = sam.getByRole('menuitem', { name: /^Approve/ })
  await expect(approve).toBeDisabled()
  await expect(approve).toHaveAccessibleDescription(why)
  await sam.keyboard.press('Escape')

  const advance = sam.getByRole('alertdialog', { name: 'Advance to 50% now?' })
  await press(sam, 'n')
  await advance.getByLabel(/^Reason/).pressSequentially('pran')
  await expect(advance.getByLabel(/^Reason/)).toHaveValue('pran')
  await advance.getByRole('button', { name: 'Wait' }).click()
  await expect(advance).toBeHidden()
  expect(await readRollout('RO-137')).toMatchObject({ state: 'holding', weight: 10 })

  await press(sam, 'r')
  await expect(rollBack).toBeVisible()
  await sam.keyboard.press('Enter')
  await expect(rollBack).toBeHidden()
  await expect(stateOf(sam, 1)).toHaveText(/^(Rolling back|Rolled back)$/)
  // These journeys ask for flags too, so they are a client that must show the new revision.
  await peopleServed('profile-form')
  const clients = sam.getByRole('region', { name: 'Clients' })
  await expect(clients.getByText(/^(\d+) of \1 clients confirmed$/)).toBeVisible({ timeout: 70_000 })
  await expect(stateOf(sam, 1)).toHaveText('Rolled back')
  expect((await verbsOf('RO-137')).filter((each) => each.startsWith('roll-back'))).toEqual(['roll-back by Sam Berg'])
})
