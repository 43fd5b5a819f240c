import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base, type Page } from 'playwright/test'
import { z } from 'zod'

const Demo = z.object({
  url: z.string(),
  keys: z.object({ client: z.string(), server: z.string() }),
  users: z.array(z.object({ email: z.string(), password: z.string(), adminKey: z.string() })),
})
type Demo = z.infer<typeof Demo>

/** The running demo: address, keys and people. */
export const demo = (): Demo => Demo.parse(JSON.parse(readFileSync(join(demoFolder(), 'demo.json'), 'utf8')))

export function demoFolder(): string {
  const folder = process.env['E2E_DATA']
  if (!folder) throw new Error('the journeys run through the Playwright config, which starts the demo')
  return folder
}

export function person(name: string): Demo['users'][number] {
  const found = demo().users.find((user) => user.email.startsWith(`${name}@`))
  if (!found) throw new Error(`nobody in the demo is called ${name}`)
  return found
}

/** Through the sign-in screen; ends on the rollouts, or where `path` leads. */
export async function signIn(page: Page, name: string, path = ''): Promise<void> {
  const { email, password } = person(name)
  await page.goto(`${demo().url}${path || '/signin'}`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/signin'))
}

/** A browser of one's own, signed in. */
type PageOf = (name: string, path?: string) => Promise<Page>

/** Tests in which people meet. Their browsers are closed when the test is over: open pages go on listening and asking. */
export const test = base.extend<{ pageOf: PageOf }>({
  pageOf: async ({ browser }, use) => {
    const pages: Page[] = []
    await use(async (name, path = '') => {
      const context = await browser.newContext()
      const page = await context.newPage()
      pages.push(page)
      await signIn(page, name, path)
      return page
    })
    await Promise.all(pages.map((page) => page.context().close()))
  },
})

/** How many opaque keys are asked for: of a share p, p ± 4 √(p (1 − p) / n) are served. */
const PEOPLE = 1000
const AT_ONCE = 50

/** Those of a thousand people, always the same, who are served `on` by OFREP. No other test uses their keys. */
export async function peopleServed(flag: string): Promise<Set<string>> {
  const served = new Set<string>()
  for (let from = 0; from < PEOPLE; from += AT_ONCE) {
    const keys = Array.from({ length: AT_ONCE }, (_, i) => `share-${from + i}`)
    const variants = await Promise.all(keys.map((key) => variantServed(flag, key)))
    for (const [i, key] of keys.entries()) if (variants[i] === 'on') served.add(key)
  }
  return served
}

/** Of the thousand, in percent. */
export const shareOf = (served: ReadonlySet<string>): number => (100 * served.size) / PEOPLE

/** What one person is served by OFREP. */
async function variantServed(flag: string, targetingKey: string): Promise<string> {
  const { url, keys } = demo()
  const answer = await fetch(`${url}/ofrep/v1/evaluate/flags/${flag}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.server}`, 'content-type': 'application/json' },
    body: JSON.stringify({ context: { targetingKey } }),
  })
  return Evaluation.parse(await answer.json()).variant
}
const Evaluation = z.object({ variant: z.string() })
