import { defineConfig } from 'playwright/test'
import { findChromium } from '@/lib/test/chromium'

export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  globalSetup: './support/global-setup.ts',
  // One demo serves all journeys; each takes a rollout of its own.
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  retries: 0,
  // In this order: the live act begins with the first look, and the states it leaves are looked at before anybody acts.
  projects: [
    { name: 'act', testMatch: 'live-act.spec.ts' },
    { name: 'screens', testMatch: 'screens*.spec.ts' },
    // While INC-37 is open and RO-142 is paused: half an hour after it burnt its policy rolls it back.
    { name: 'rows', testMatch: 'rows.spec.ts' },
    { name: 'shell', testMatch: ['shell.spec.ts', 'feedback.spec.ts'] },
    { name: 'rollouts', testMatch: ['new-rollout.spec.ts', 'review.spec.ts', 'metrics.spec.ts'] },
    { name: 'flags', testMatch: ['flags.spec.ts', 'flags-held.spec.ts'] },
    { name: 'people', testMatch: ['approve.spec.ts', 'two-people.spec.ts', 'people.spec.ts', 'two-leads.spec.ts'] },
    { name: 'sample', testMatch: 'sample.spec.ts' },
    { name: 'incidents', testMatch: ['incident.spec.ts', 'incident-phone.spec.ts', 'incident-timeline.spec.ts'] },
    { name: 'failures', testMatch: ['outage.spec.ts', 'kill.spec.ts', 'clients.spec.ts'] },
  ],
  use: {
    launchOptions: { executablePath: await findChromium() },
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    timezoneId: 'Europe/Paris',
    locale: 'en-GB',
    actionTimeout: 15_000,
  },
})
