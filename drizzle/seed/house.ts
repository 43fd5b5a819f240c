import { createEnvironment, publishRevision } from '@/lib/flags/server/contract'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { addMember } from '@/lib/governance/server/people'
import { createWorkspace } from '@/lib/governance/server/setup'
import { type Person } from '@/lib/kernel/actor'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { type Tx } from '@/lib/platform/database'
import { people, PASSWORD } from './harbor'

export const SLUG = 'harbor-travel'

/** Where the story takes place, and who acts in it. */
export type House = {
  workspaceId: WorkspaceId
  /** The environment whose people count. */
  production: EnvironmentId
  productionKey: string
  environments: string[]
  actors: Record<string, Person>
}

export type DemoKeys = {
  keys: Record<'client' | 'server' | 'ci' | 'hook' | 'admin', string>
  adminKeys: Record<string, string>
}

const ENVIRONMENTS = [
  { key: 'development', name: 'Development', fourEyes: 'off' },
  { key: 'staging', name: 'Staging', fourEyes: 'off' },
  { key: 'production', name: 'Production', fourEyes: 'demanded' },
] as const

/** Harbor Travel before anything happened: workspace, people, environments, keys. */
export async function buildHouse(tx: Tx, now: Instant): Promise<{ house: House } & DemoKeys> {
  const workspaceId = await createWorkspace(tx, { name: 'Harbor Travel', slug: SLUG, isSample: true }, now)
  const actors = await addPeople(tx, workspaceId, { passwordOf: () => PASSWORD }, now)
  const issue = async (input: Parameters<typeof issueKey>[2]) => {
    const key = mintKey(input.scope)
    await issueKey(tx, workspaceId, input, key, now)
    return key
  }
  const adminKeys: Record<string, string> = {}
  for (const [who, { id, name, role }] of Object.entries(actors)) {
    adminKeys[who] = await issue({ name: `${name}'s key`, scope: 'admin', userId: id, role })
  }
  let production: EnvironmentId | null = null
  for (const [position, wanted] of ENVIRONMENTS.entries()) {
    const { id } = await createEnvironment(tx, { workspaceId, position, ...wanted }, now)
    await publishRevision(tx, { workspaceId, environmentId: id }, now)
    if (wanted.key === 'production') production = id
  }
  if (!production) throw new Error('the demo has no production environment')
  const of = { environmentId: production, role: 'viewer' } as const
  const keys = {
    client: await issue({ ...of, name: 'Apps and browsers', scope: 'client' }),
    server: await issue({ ...of, name: 'Services', scope: 'server' }),
    ci: await issue({ name: 'CI', scope: 'ci', role: 'viewer' }),
    hook: await issue({ name: 'Webhooks', scope: 'hook', role: 'viewer' }),
    admin: adminKeys['priya'] ?? '',
  }
  const environments = ENVIRONMENTS.map((env) => env.key)
  return { house: { workspaceId, production, productionKey: 'production', environments, actors }, keys, adminKeys }
}

/** The people of Harbor Travel as members of a workspace, and as those who act in the story. */
export async function addPeople(
  tx: Tx,
  workspaceId: WorkspaceId,
  { passwordOf, emailOf }: { passwordOf: () => string; emailOf?: (key: string) => string },
  now: Instant,
): Promise<Record<string, Person>> {
  const actors: Record<string, Person> = {}
  for (const { key, ...person } of people) {
    const email = emailOf?.(key) ?? person.email
    const id = await addMember(tx, { ...person, email, workspaceId, password: passwordOf() }, now)
    const { name, role, disciplines } = person
    actors[key] = { kind: 'person', id, workspaceId, name, role, disciplines, via: 'web' }
  }
  return actors
}
