import { type Instrumentation } from 'next'

/** Next calls this once, before it answers anything: the process gets its pool, clock, log and event handlers. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { provideAppRuntime } = await import('@/lib/governance/server/app-runtime')
  const { openRuntime } = await import('@/lib/platform/runtime')
  const { handlers } = await import('@/lib/server/handlers')
  const { appRuntime } = await import('@/lib/governance/server/app-runtime')
  const { provideAppFlags } = await import('@/lib/flags/server/app-flags')
  const { openFlags } = await import('@/lib/server/flags-runtime')
  provideAppFlags(() => openFlags(appRuntime(), null))
  provideAppRuntime(() => {
    const url = process.env['DATABASE_URL']
    if (!url) throw new Error('The app needs DATABASE_URL; `npm start` gives it one.')
    return openRuntime(url, 'web', { handlers })
  })
}

/** A fault in a screen or an action: one line in the log under the digest that the person sees. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { appRuntime } = await import('@/lib/governance/server/app-runtime')
  const digest = error instanceof Error && 'digest' in error ? error.digest : undefined
  const path = request.path.split('?')[0]
  appRuntime().log.error({ err: error, digest, path, route: context.routePath }, 'a request failed')
}
