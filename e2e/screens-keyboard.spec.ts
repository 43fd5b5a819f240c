import { expect, type Page } from 'playwright/test'
import { demo, test } from './support/demo'

/** Where focus is: in which part of the page, on what, with a ring, and whether anything lies over it. */
type Stop = { part: string; name: string; ring: boolean; covered: boolean }

/** Goes through the page with Tab alone, from its beginning until focus leaves it. */
async function tabThrough(page: Page, most = 80): Promise<Stop[]> {
  const stops: Stop[] = []
  while (stops.length < most) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement || element instanceof SVGElement) || element === document.body) return null
      // A radio of a segmented control is drawn by its label.
      const drawn = element.closest('label') ?? element
      const style = getComputedStyle(drawn)
      const box = drawn.getBoundingClientRect()
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      return {
        part: (element.closest('main, header') ?? element.closest('nav'))?.tagName.toLowerCase() ?? 'page',
        name: element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '',
        ring: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
        covered: !(top && (drawn.contains(top) || top.contains(drawn))),
      }
    })
    if (!stop) break
    stops.push(stop)
  }
  return stops
}

test('the whole page of a rollout is in reach of Tab, in reading order, with a ring that nothing covers', async ({
  pageOf,
}) => {
  const page = await pageOf('sam')
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto(`${demo().url}/rollouts/RO-131`)
    const activity = page.getByRole('region', { name: 'Activity' })
    // Folded on phones.
    await expect((width === 360 ? activity.getByRole('button') : activity.getByRole('listitem')).first()).toBeVisible()
    const stops = await tabThrough(page)
    const names = stops.map(({ name }) => name)
    expect(names[0]).toBe('Skip to content')
    expect(names.findIndex((name) => name.startsWith('Pause'))).toBeLessThan(names.indexOf('Show as table'))
    expect(stops.filter(({ ring }) => !ring)).toEqual([])
    expect(stops.filter(({ covered }) => covered)).toEqual([])
    const parts = stops.map(({ part }) => part).filter((part, i, all) => part !== all[i - 1])
    // The rail stands before the content; on phones its tabs stand at the bottom.
    expect(parts).toEqual(width === 360 ? ['page', 'header', 'main', 'nav'] : ['page', 'header', 'nav', 'main'])
  }
})

test('Escape closes a dialog and gives focus back to the button that opened it', async ({ pageOf }) => {
  const page = await pageOf('sam', '/rollouts/RO-131')
  for (const [opener, role] of [
    ['Advance…', 'alertdialog'],
    ['Roll back', 'alertdialog'],
    ['Why? What would change this?', 'dialog'],
  ] as const) {
    const button = page.getByRole('main').getByRole('button', { name: opener }).first()
    await button.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole(role)
    await expect(dialog).toBeVisible()
    for (let i = 0; i < 6; i += 1) {
      await page.keyboard.press('Tab')
      const isInside = await page.evaluate(() => {
        const { activeElement } = document
        return activeElement === document.body || activeElement?.closest('dialog[open]') !== null
      })
      expect(isInside).toBe(true)
    }
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(button).toBeFocused()
  }
})

test('the list is walked with j and k, and Enter opens', async ({ pageOf }) => {
  const page = await pageOf('sam', '/rollouts')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rollouts')
  const links = page.getByRole('main').getByRole('link', { name: /RO-\d+/ })
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(links.first()).toBeFocused({ timeout: 200 })
  }).toPass()
  await page.keyboard.press('j')
  await expect(links.nth(1)).toBeFocused()
  await page.keyboard.press('k')
  await expect(links.first()).toBeFocused()
  const first = (await links.first().textContent())?.slice(0, 6) ?? ''
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname.endsWith(first))
})

test('arrows read the chart moment by moment, and Enter keeps the reading', async ({ pageOf }) => {
  const page = await pageOf('sam', '/rollouts/RO-142')
  const panel = page.getByRole('application', { name: /: difference over time$/ })
  const told = page.getByRole('figure').getByRole('status').filter({ hasText: 'Baseline' })
  const time = told.getByRole('definition').first()
  // The pointer rests where the sign-in button was, which may be over the chart.
  await page.mouse.move(0, 0)
  await panel.focus()
  await panel.press('ArrowRight')
  await expect(time).toHaveText(/^\w{3} \d+ \w{3} \d{4}, \d\d:\d\d:\d\d/)
  const first = (await time.textContent()) ?? ''
  await panel.press('ArrowRight')
  await expect(time).not.toHaveText(first)
  const second = (await time.textContent()) ?? ''
  await panel.press('Enter')
  await panel.press('ArrowRight')
  await expect(page.locator('[data-pinned]')).toContainText(second)
})
