import { type FlagsRuntime } from './hot-flags'

const KEY = Symbol.for('soundings.app-flags')

type Opened = Promise<FlagsRuntime>
const shared = globalThis as typeof globalThis & { [KEY]?: { open: () => Opened; opened: Opened | null } } // the cast names a property that only we set

/** Called once by `instrumentation.ts`: how this process opens its flag doors when the first client asks. */
export function provideAppFlags(open: () => Opened): void {
  shared[KEY] ??= { open, opened: null }
}

/** The flag doors of the web process, for hosts without the gateway. They open with the first request. */
export function appFlags(): Opened {
  const slot = shared[KEY]
  if (!slot) throw new Error('the app has no flag doors: instrumentation.ts has not run')
  slot.opened ??= slot.open().catch((error: unknown) => {
    slot.opened = null
    throw error
  })
  return slot.opened
}
