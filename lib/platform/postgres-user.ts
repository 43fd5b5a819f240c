import { execFile } from 'node:child_process'
import { lchown, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Postgres refuses to run as root; this is who it is instead, on the outside (uid) or the inside (namespace). */
const STAND_IN = 1000
const NAMESPACE = ['--user', `--map-user=${STAND_IN}`, `--map-group=${STAND_IN}`]

export type PostgresUser =
  | { kind: 'self' }
  | { kind: 'namespace' } // still root outside, so files stay where they are and whose they are
  | { kind: 'uid'; uid: number; gid: number }

/**
 * Decides as whom to run Postgres. As an ordinary user: as ourselves. As root: in a user namespace, or, where
 * those are forbidden (most containers) or cannot reach the folder, as another uid.
 * @param dataDir exists; the owner of a cluster in it decided earlier
 * @param asRoot forces one of the two ways of root
 */
export async function choosePostgresUser(
  dataDir: string,
  clusterDir: string,
  asRoot?: 'namespace' | 'uid',
): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { kind: 'self' }
  const owner = await stat(clusterDir).catch(() => null)
  if (owner && owner.uid !== 0) return { kind: 'uid', uid: owner.uid, gid: owner.gid }
  if (asRoot === 'namespace' || (!asRoot && (await namespaceReaches(dataDir)))) return { kind: 'namespace' }
  // In somebody's home only its owner gets through to the data.
  const { uid, gid } = await stat(dirname(resolve(dataDir)))
  return uid === 0 ? { kind: 'uid', uid: STAND_IN, gid: STAND_IN } : { kind: 'uid', uid, gid }
}

/** Root in a namespace of its own has no power over the files of others. */
const namespaceReaches = (dir: string): Promise<boolean> =>
  run('unshare', [...NAMESPACE, 'test', '-w', dir]).then(
    () => true,
    () => false,
  )

/** The command line and spawn options that start `file` as that user. `unshare` execs: the pid is the program's own. */
export function commandAs(user: PostgresUser, file: string, args: readonly string[]) {
  // A fixed environment: PGDATA, PGPORT, LC_* of the caller must not change what starts.
  const { NODE_ENV, PATH } = process.env
  const env = { NODE_ENV, PATH, LC_ALL: 'C', TZ: 'UTC' }
  if (user.kind === 'namespace') return { file: 'unshare', args: [...NAMESPACE, file, ...args], options: { env } }
  const identity = user.kind === 'uid' ? { uid: user.uid, gid: user.gid } : {}
  return { file, args: [...args], options: { env, ...identity } }
}

/** Hands existing files over when Postgres runs under another uid; otherwise does nothing. */
export async function giveTo(user: PostgresUser, path: string, how: 'this' | 'tree' = 'this'): Promise<void> {
  if (user.kind !== 'uid') return
  if (how === 'this') return lchown(path, user.uid, user.gid)
  await run('chown', ['-R', `${user.uid}:${user.gid}`, path])
}
