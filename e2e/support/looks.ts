import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'

const WIDTHS = [1440, 360]
const SCHEMES = ['light', 'dark'] as const

/** What a page complains of while it is used: errors in the console, and requests to anybody but us. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && url.hostname !== 'localhost') complaints.push(`asks ${url.origin}`)
  })
  return complaints
}

/** Light and dark, wide and on a phone: nothing that axe finds (every rule, every node), no sideways scrolling. */
export async function expectSoundLooks(page: Page, what: string): Promise<void> {
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      const where = `${what}, ${colorScheme}, ${width} px`
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // Polled: charts and dialogs take a moment to fit a new width.
      await expect.poll(() => findingsOf(page), { message: where, timeout: 30_000 }).toEqual([])
      await expect.poll(() => sidewaysOf(page), { message: where, timeout: 5000 }).toBe(0)
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

/** Every rule and every node; in the page itself and told of violations alone, which is four times as fast. */
async function findingsOf(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

/** By how many pixels the page is wider than its window. */
const sidewaysOf = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth))
