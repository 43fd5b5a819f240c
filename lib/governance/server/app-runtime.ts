import { type Runtime } from '@/lib/platform/runtime'

const KEY = Symbol.for('soundings.app-runtime')

/** The one object that survives the reloads of `next dev` and is shared by Next's separate bundles. */
const shared = globalThis as typeof globalThis & { [KEY]?: Runtime } // the cast names a property that only we set

/** Called once by `instrumentation.ts`; a reload keeps the runtime that is there. */
export function provideAppRuntime(open: () => Runtime): void {
  shared[KEY] ??= open()
}

/** The runtime of the process that renders screens and answers REST. It connects when it is first used. */
export function appRuntime(): Runtime {
  const runtime = shared[KEY]
  if (!runtime) throw new Error('the app has no runtime: instrumentation.ts has not run')
  return runtime
}
