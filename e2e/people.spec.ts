import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Browser, type Page } from 'playwright/test'
import { aPost, type TestPost } from '@/lib/test/post'
import { aProvider, TEST_CLIENT, type TestProvider } from '@/lib/test/provider'
import { complaintsOf, expectSoundLooks } from './support/looks'
import { freePort, startServer, type RunningServer } from './support/server'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

const PASSWORD = 'a sentence to come in with'
const NEXT = 'another sentence to come in with'
let server: RunningServer
let post: TestPost
let provider: TestProvider
let dataDir: string
test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'soundings-people-'))
  const port = await freePort()
  post = await aPost()
  provider = await aProvider(`http://localhost:${port}/api/auth/callback/sso`)
  server = await startServer({
    dataDir,
    port,
    env: {
      SMTP_URL: post.url,
      MAIL_FROM: 'Soundings <soundings@harbor.example>',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: TEST_CLIENT.id,
      OIDC_CLIENT_SECRET: TEST_CLIENT.secret,
      OIDC_NAME: 'Harbor ID',
      OIDC_ROLE_CLAIM: 'groups',
      OIDC_ROLE_MAP: 'builders=engineer',
    },
  })
})
test.afterAll(async () => {
  await server.stop()
  await provider.close()
  await post.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function fresh(browser: Browser): Promise<Page> {
  const context = await browser.newContext()
  return context.newPage()
}

async function signIn(page: Page, email: string, password: string, path = '/signin'): Promise<void> {
  await page.goto(`${server.url}${path}`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/signin'))
}

/** The link in the newest mail to somebody. */
async function linkTo(email: string): Promise<string> {
  const newest = () => post.mails.findLast(({ to }) => to !== undefined && !Array.isArray(to) && to.text === email)
  await expect.poll(() => newest()?.text, { timeout: 30_000 }).toContain('http')
  return /https?:\/\/\S+/.exec(newest()?.text ?? '')?.[0] ?? ''
}

test('first run: whoever reads the terminal makes admin, workspace and keys in the browser', async ({ page }) => {
  const complaints = complaintsOf(page)
  await page.goto(`${server.url}/rollouts`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up Soundings')
  await page.getByLabel('Setup code').fill('a guess')
  await page.getByLabel('Your name').fill('Maria Ito')
  await page.getByLabel('E-mail').fill('maria@harbor.example')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByLabel('Workspace').fill('Harbor Travel')
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await expect(page.getByLabel('Setup code')).toHaveAccessibleDescription(/not the setup code/)
  await expectSoundLooks(page, 'first run refused')
  const code = /Setup code\s+(\w+)/.exec(server.output())?.[1] ?? ''
  await page.getByLabel('Setup code').fill(code)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await expect(page.getByText('The workspace is ready.')).toBeVisible()
  await expect(page.getByText(/^snd_client_/).first()).toBeVisible()
  await page.goto(`${server.url}/setup`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in')
  expect(complaints).toEqual([])
})

test('invited by mail, come in once, with the role that was given', async ({ page, browser }) => {
  const complaints = complaintsOf(page)
  await signIn(page, 'maria@harbor.example', PASSWORD, '/settings/members')
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' })
  await dialog.getByLabel('E-mail').fill('zoe@harbor.example')
  await dialog.getByLabel('Role').selectOption('Triage')
  await dialog.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(dialog.getByText('A mail to zoe@harbor.example is on its way.')).toBeVisible()
  await expectSoundLooks(page, 'invitation made')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('region', { name: 'Invitations' })).toContainText('zoe@harbor.example')

  const link = await linkTo('zoe@harbor.example')
  const zoe = await fresh(browser)
  const hers = complaintsOf(zoe)
  await zoe.goto(link)
  await expect(zoe.getByRole('heading', { level: 1 })).toHaveText('Join Harbor Travel')
  await expectSoundLooks(zoe, 'invitation')
  await zoe.getByLabel('Your name').fill('Zoe Lind')
  await zoe.getByLabel('Password').fill('short')
  await zoe.getByRole('button', { name: 'Accept and sign in' }).click()
  await expect(zoe.getByLabel('Password')).toHaveAccessibleDescription(/at least 12 characters\./)
  await zoe.getByLabel('Password').fill(PASSWORD)
  await zoe.getByRole('button', { name: 'Accept and sign in' }).click()
  await zoe.waitForURL((url) => !url.pathname.startsWith('/invite'))
  await zoe.goto(`${server.url}/settings/account`)
  await expect(zoe.getByText('You are Zoe Lind, Triage in this workspace.')).toBeVisible()
  await zoe.goto(link)
  await expect(zoe.getByRole('heading', { level: 1 })).toHaveText('This invitation does not work')

  // A role that is taken away is gone with the next look.
  await page.reload()
  await page.getByRole('button', { name: 'Edit Zoe Lind' }).click()
  await page.getByRole('dialog', { name: 'Zoe Lind' }).getByLabel('Role').selectOption('Viewer')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await zoe.goto(`${server.url}/settings/account`)
  await expect(zoe.getByText('You are Zoe Lind, Viewer in this workspace.')).toBeVisible()
  await page.getByLabel('What can this person do?').selectOption('Zoe Lind')
  await expect(page.getByText(/^Zoe Lind is Viewer and may do \d+ of \d+ things\.$/)).toBeVisible()
  expect([...complaints, ...hers]).toEqual([])
  await zoe.context().close()
})

test('a forgotten password: a link by mail, and every browser signed out', async ({ browser }) => {
  const old = await fresh(browser)
  await signIn(old, 'zoe@harbor.example', PASSWORD, '/settings/account')
  const page = await fresh(browser)
  const complaints = complaintsOf(page)
  await page.goto(`${server.url}/signin`)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  for (const email of ['nobody@harbor.example', 'zoe@harbor.example']) {
    await page.goto(`${server.url}/reset`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await expect(page.getByText('If there is an account with this address, a link is on its way.')).toBeVisible()
  }
  await expectSoundLooks(page, 'link asked for')
  await expect.poll(() => post.mails.at(-1)?.subject, { timeout: 30_000 }).toBe('Choose a new password')
  const link = await linkTo('zoe@harbor.example')
  await page.goto(link)
  await expectSoundLooks(page, 'new password')
  await page.getByLabel('New password').fill(NEXT)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(page.getByText('Your password is saved')).toBeVisible()
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work')
  await old.reload()
  await expect(old.getByRole('heading', { level: 1 })).toHaveText('Sign in')
  await expect(old.getByText('This session was ended.')).toBeVisible()
  await signIn(page, 'zoe@harbor.example', NEXT)
  expect(post.mails.some(({ to }) => to !== undefined && !Array.isArray(to) && to.text.startsWith('nobody'))).toBe(
    false,
  )
  expect(complaints).toEqual([])
  await Promise.all([old.context().close(), page.context().close()])
})

test('through the provider: a button, a role by group, and a plain refusal', async ({ browser }) => {
  const page = await fresh(browser)
  provider.vouch({
    sub: 'olu',
    email: 'olu@harbor.example',
    email_verified: true,
    name: 'Olu Ade',
    groups: ['builders'],
  })
  await page.goto(`${server.url}/settings/account`)
  await expectSoundLooks(page, 'sign-in with provider')
  await page.getByRole('button', { name: 'Sign in with Harbor ID' }).click()
  await page.waitForURL('**/settings/account')
  await expect(page.getByText('You are Olu Ade, Engineer in this workspace.')).toBeVisible()
  const stranger = await fresh(browser)
  provider.vouch({ sub: 'eve', email: 'maria@harbor.example', email_verified: false })
  await stranger.goto(`${server.url}/signin`)
  await stranger.getByRole('button', { name: 'Sign in with Harbor ID' }).click()
  await expect(stranger.getByText('The provider has not verified your e-mail address.')).toBeVisible()
  await expectSoundLooks(stranger, 'provider refused')
  await Promise.all([page.context().close(), stranger.context().close()])
})

test('every section of the settings is sound, for an admin and for a reader', async ({ browser }) => {
  const page = await fresh(browser)
  const complaints = complaintsOf(page)
  await signIn(page, 'maria@harbor.example', PASSWORD, '/settings')
  await expectSoundLooks(page, 'settings')
  const links = await page.locator('main').getByRole('link').all()
  const sections = await Promise.all(links.map((link) => link.getAttribute('href')))
  expect(sections.length).toBeGreaterThan(9)
  for (const section of sections) {
    await page.goto(`${server.url}${section}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
    await expectSoundLooks(page, `${section}`)
  }
  const reader = await fresh(browser)
  await signIn(reader, 'zoe@harbor.example', NEXT, '/settings/keys')
  await expect(reader.getByRole('button', { name: 'New key' })).toHaveAccessibleDescription(/Needs Admin/)
  await reader.goto(`${server.url}/settings/mail`)
  await expect(reader.getByText('Needs Admin.')).toBeVisible()
  expect(complaints).toEqual([])
  await Promise.all([page.context().close(), reader.context().close()])
})

test('a key is shown once and rotated; a freeze is saved; a test mail arrives', async ({ browser }) => {
  const page = await fresh(browser)
  await signIn(page, 'maria@harbor.example', PASSWORD, '/settings/keys')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Name').fill('Shop web')
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByRole('dialog').getByText(/^snd_client_/)).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Rotate Shop web' }).click()
  await page.getByLabel('The old key works on').selectOption('Not at all: it stops now')
  await page.getByRole('button', { name: 'Make the new key' }).click()
  await expect(page.getByRole('dialog').getByText(/^snd_client_/)).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('region', { name: 'Revoked and expired' })).toContainText('Shop web')

  await page.goto(`${server.url}/settings/environments`)
  await page.getByText('Edit Production').click()
  await page.getByRole('region', { name: 'Production' }).getByRole('button', { name: 'Add a weekly freeze' }).click()
  await expect(page.getByText('There are changes that are not saved.')).toBeVisible()
  await expectSoundLooks(page, 'freeze being added')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('There are changes that are not saved.')).toBeHidden()
  await expect(page.getByRole('region', { name: 'Production' })).toContainText(/(Frozen|Next freeze): Weekend/)

  await page.goto(`${server.url}/settings/mail`)
  await page.getByRole('button', { name: 'Send test' }).click()
  await expect(page.getByText('A test mail to maria@harbor.example is on its way')).toBeVisible()
  await expect.poll(() => post.mails.at(-1)?.subject, { timeout: 30_000 }).toBe('A test from Soundings')
  await page.context().close()
})
