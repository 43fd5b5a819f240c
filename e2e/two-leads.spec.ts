import { expect } from 'playwright/test'
import { z } from 'zod'
import { test } from './support/demo'
import { restAs } from './support/rest'

const Opened = z.object({ name: z.string() })

test('two take the lead at once: one leads, the other is told who, and nothing changed', async ({ pageOf }) => {
  const opened = await restAs('sam', '/api/v1/incidents', { title: 'Mails are late', severity: 'SEV3' })
  const { name } = Opened.parse(opened.body)
  const priya = await pageOf('priya', `/incidents/${name}`)
  // Her page does not hear of his press: both saw an incident without a lead.
  await priya.route('**/api/v1/incidents/inc_*', (route) => route.abort())
  const sam = await pageOf('sam', `/incidents/${name}`)
  await sam.getByRole('button', { name: 'Take the lead' }).click()
  await expect(sam.getByText('Lead: Sam Berg')).toBeVisible()
  await priya.getByRole('button', { name: 'Take the lead' }).click()
  const told = priya.getByRole('alert').filter({ hasText: 'leads this since' })
  await expect(told).toContainText(/Sam Berg leads this since \d\d:\d\d UTC\. Nothing was changed\./)
  await expect(told).toBeInViewport()
  await restAs('sam', `/api/v1/incidents/${name}/state`, { to: 'cancelled', reason: 'only a rehearsal' })
})

test('who may only read sees Stop exposure in the strip, and why it is not theirs', async ({ pageOf }) => {
  const opened = await restAs('sam', '/api/v1/incidents', {
    title: 'Maps are slow',
    severity: 'SEV1',
    rollout: 'RO-131',
  })
  const { name } = Opened.parse(opened.body)
  const olu = await pageOf('olu', '/flags')
  const strip = olu.getByRole('complementary', { name: 'Open incident' })
  const stop = strip.getByRole('button', { name: 'Stop exposure' })
  await expect(stop).toHaveAttribute('aria-disabled', 'true')
  await expect(stop).toHaveAccessibleDescription('You can read this, not change it. Ask somebody on call.')
  await restAs('sam', `/api/v1/incidents/${name}/state`, { to: 'cancelled', reason: 'only a rehearsal' })
})
