import { expect, type Page, test } from 'playwright/test'
import { demo, pageOf } from './support/demo'

const kB = (bytes: number) => Math.round(bytes / 100) / 10

/**
 * Script that a browser transfers for one page, in kB as sent: what the first HTML names, and all until the network is
 * quiet. A modern browser leaves polyfills out by itself.
 */
async function scriptOf(page: Page, path: string): Promise<{ first: number; all: number }> {
  const sizes = new Map<string, Promise<number>>()
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    sizes.set(
      response.url(),
      response
        .request()
        .sizes()
        .then(({ responseBodySize }) => responseBodySize),
    )
  })
  const html = await (await page.goto(`${demo().url}${path}`, { waitUntil: 'networkidle' }))?.text()
  const named = new Set(
    [...(html ?? '').matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src = '']) => new URL(src, demo().url).href),
  )
  const sum = { first: 0, all: 0 }
  for (const [url, size] of sizes) {
    sum.all += await size
    if (named.has(url)) sum.first += await size
  }
  expect(named.size).toBeGreaterThan(3)
  return { first: kB(sum.first), all: kB(sum.all) }
}

test('scripts stay small: sign-in 150 kB, others 200 kB, 300 kB with the chart', async ({ browser, page }, info) => {
  const signedIn = await pageOf(browser, 'sam')
  const cookies = await signedIn.context().cookies()
  const fresh = async (): Promise<Page> => {
    const context = await browser.newContext()
    await context.addCookies(cookies)
    return context.newPage()
  }
  const sizes = {
    signIn: await scriptOf(page, '/signin'),
    list: await scriptOf(await fresh(), '/rollouts'),
    rollout: await scriptOf(await fresh(), '/rollouts/RO-131'),
  }
  info.annotations.push({ type: 'script, kB', description: JSON.stringify(sizes) })
  expect(sizes.signIn.all).toBeLessThanOrEqual(150)
  expect(sizes.list.first).toBeLessThanOrEqual(200)
  expect(sizes.list.all).toBeLessThanOrEqual(300)
  expect(sizes.rollout.first).toBeLessThanOrEqual(200)
  expect(sizes.rollout.all).toBeLessThanOrEqual(300)
})
