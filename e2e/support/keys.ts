import { expect, type Page } from 'playwright/test'

/**
 * One press of a single key, once the page hears it: keys begin when the page has come alive, 0.4 s after the last
 * change of route, and are silent before. Looks for it in the list of keys, which changes nothing.
 */
export async function press(page: Page, key: string): Promise<void> {
  const list = page.getByRole('dialog', { name: 'Keys' })
  await expect(async () => {
    await page.keyboard.press('?')
    await expect(list.getByText(key.toUpperCase(), { exact: true })).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await page.keyboard.press(key)
}
