import { afterEach, expect, test, vi } from 'vitest'
import { findChromium } from './chromium'

afterEach(() => {
  vi.unstubAllEnvs()
})

test('CHROMIUM_PATH goes before every other browser', async () => {
  vi.stubEnv('CHROMIUM_PATH', process.execPath)
  expect(await findChromium()).toBe(process.execPath)
})

test('a CHROMIUM_PATH without a program is an error, not another browser', async () => {
  vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium')
  await expect(findChromium()).rejects.toThrow('CHROMIUM_PATH is /nowhere/chromium, and there is no program there.')
})
