import { type BrowserContext, expect, type Page, type Request } from 'playwright/test'
import { z } from 'zod'
import { demo, test } from './support/demo'
import { restAs } from './support/rest'

/** Kilobytes of script as sent, with one decimal. */
type Script = { first: number; own: number; prefetched: number }
const kB = (bytes: number) => Math.round(bytes / 100) / 10

/** Another page that the router asks for ahead of a click; what it needs of scripts follows from the answer. */
const isPrefetch = (request: Request): boolean => request.headers()['next-router-prefetch'] !== undefined

/** Sizes of all scripts that a page takes until the network is quiet. A modern browser leaves polyfills out by itself. */
async function load(page: Page, path: string) {
  const sizes = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    const request = response.request()
    if (request.resourceType() !== 'script') return
    sizes.set(
      response.url(),
      request.sizes().then(({ responseBodySize }) => responseBodySize),
    )
  })
  const html = await (await page.goto(`${demo().url}${path}`, { waitUntil: 'networkidle' }))?.text()
  const bytes = new Map<string, number>()
  for (const [url, size] of sizes) bytes.set(url, await size)
  const named = [...(html ?? '').matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src = '']) => src)
  return { bytes, named: new Set(named.map((src) => new URL(src, demo().url).href)) }
}

const sum = (bytes: ReadonlyMap<string, number>, which: (url: string) => boolean): number =>
  kB([...bytes].filter(([url]) => which(url)).reduce((total, [, size]) => total + size, 0))

/**
 * Script that a browser transfers for one page: what the first HTML names, all of its own, and what it fetches ahead for
 * pages that it links to, which is what comes on top when it may.
 */
async function scriptOf(context: () => Promise<BrowserContext>, path: string): Promise<Script> {
  const [alone, ahead] = [await context(), await context()]
  await alone.route('**', (route) => (isPrefetch(route.request()) ? route.abort() : route.fallback()))
  const own = await load(await alone.newPage(), path)
  const both = await load(await ahead.newPage(), path)
  await Promise.all([alone.close(), ahead.close()])
  expect(own.named.size).toBeGreaterThan(3)
  return {
    first: sum(own.bytes, (url) => own.named.has(url)),
    own: sum(own.bytes, () => true),
    prefetched: sum(both.bytes, (url) => !own.bytes.has(url)),
  }
}

/** One of each kind of signed-in screen; what they share is the larger part of each. */
const SCREENS = [
  '/',
  '/rollouts',
  '/rollouts/RO-131',
  '/flags',
  '/metrics',
  '/metrics/slow_pages',
  '/metrics/new',
  '/feedback',
  '/incidents',
  '/settings',
]

/** The page at which somebody is woken up; opened for this test alone. */
async function openIncident(): Promise<string> {
  const { body } = await restAs('sam', '/api/v1/incidents', { title: 'Weighed', severity: 'SEV4', rollout: 'RO-131' })
  return z.object({ name: z.string() }).parse(body).name
}

test('scripts stay small: sign-in 150 kB, an incident 180, others 200 at first and 300 in all, 20 kB ahead', async ({
  browser,
  pageOf,
}, info) => {
  const cookies = await (await pageOf('sam')).context().cookies()
  const signedIn = async () => {
    const context = await browser.newContext()
    await context.addCookies(cookies)
    return context
  }
  const sizes: Record<string, Script> = { '/signin': await scriptOf(() => browser.newContext(), '/signin') }
  const incident = await openIncident()
  for (const path of [...SCREENS, `/incidents/${incident}`]) sizes[path] = await scriptOf(signedIn, path)
  await restAs('sam', `/api/v1/incidents/${incident}/state`, { to: 'cancelled', reason: 'It was only weighed.' })
  info.annotations.push({ type: 'script, kB', description: JSON.stringify(sizes) })
  const above = (most: Script) =>
    Object.entries(sizes).filter(
      ([, size]) => size.first > most.first || size.own > most.own || size.prefetched > most.prefetched,
    )
  expect(above({ first: 200, own: 300, prefetched: 20 })).toEqual([])
  expect(sizes['/signin']?.own).toBeLessThanOrEqual(150)
  expect(sizes[`/incidents/${incident}`]?.first).toBeLessThanOrEqual(180)
})
