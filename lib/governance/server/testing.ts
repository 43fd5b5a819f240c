import { pino } from 'pino'
import { type Person } from '@/lib/kernel/actor'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Role } from '@/lib/kernel/permissions'
import { instant, type Instant } from '@/lib/kernel/time'
import { openDatabase } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { cloneDatabase } from '@/lib/test/database'
import { addMember } from './people'
import { createWorkspace } from './setup'

export type TestHouse = {
  runtime: Runtime
  workspaceId: WorkspaceId
  /** Moves the clock of the runtime. */
  pass(ms: number): void
  /** What was logged, a line each. */
  logged: string[]
  /** Adds a person; the password is `PASSWORD`. */
  member(name: string, role: Role): Promise<Person>
  close(): Promise<void>
}

export const PASSWORD = 'correct horse battery'
const START = Date.parse('2026-03-05T10:00:00.000Z')

/** A database of its own with one workspace, and a clock that only the test moves. */
export async function aHouse(): Promise<TestHouse> {
  const clone = await cloneDatabase()
  const database = openDatabase(clone.url, { max: 8, name: 'test' })
  const logged: string[] = []
  let nowMs = START
  const now = (): Instant => instant(nowMs)
  const runtime: Runtime = {
    database,
    now,
    handlers: [],
    log: pino({}, { write: (line: string) => void logged.push(line) }),
  }
  const workspaceId = await database.db.transaction((tx) => createWorkspace(tx, { name: 'Test', slug: 'test' }, now()))
  return {
    runtime,
    workspaceId,
    logged,
    pass: (ms) => {
      nowMs += ms
    },
    member: (name, role) => database.db.transaction((tx) => aMember(tx, workspaceId, name, role, now())),
    close: async () => {
      await database.close()
      await clone.drop()
    },
  }
}

type Tx = Parameters<typeof addMember>[0]

async function aMember(tx: Tx, workspaceId: WorkspaceId, name: string, role: Role, now: Instant): Promise<Person> {
  const email = `${name.toLowerCase()}@test.localhost`
  const id = await addMember(tx, { workspaceId, email, name, password: PASSWORD, role, disciplines: [] }, now)
  return { kind: 'person', id, workspaceId, name, role, disciplines: [], via: 'web' }
}
