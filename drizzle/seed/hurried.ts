import { openRuntime, type Runtime } from '@/lib/platform/runtime'

/**
 * Runs with connections of its own that do not wait for the disk at each of thousands of commits: a sample that a crash
 * cuts short is made anew. The next commit that does wait carries all of them.
 */
export async function hurried<T>(runtime: Runtime, run: (quick: Runtime) => Promise<T>): Promise<T> {
  const url = new URL(runtime.database.url)
  url.searchParams.set('synchronous_commit', 'off')
  const quick = openRuntime(url.href, 'sample', { max: 6, handlers: runtime.handlers })
  try {
    return await run({ ...quick, log: runtime.log })
  } finally {
    await quick.database.close()
  }
}
