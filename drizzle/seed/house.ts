import { createEnvironment, publishRevision } from '@/lib/flags/server/contract'
import { issueKey, mintKey } from '@/lib/governance/server/issue-key'
import { addMember } from '@/lib/governance/server/people'
import { createWorkspace } from '@/lib/governance/server/setup'
import { type Person } from '@/lib/kernel/actor'
import { type EnvironmentId, type WorkspaceId } from '@/lib/kernel/id'
import { type Instant } from '@/lib/kernel/time'
import { setCounter } from '@/lib/platform/counter'
import { type Tx } from '@/lib/platform/database'
import { people, PASSWORD } from './harbor'

export const SLUG = 'harbor-travel'

export type House = {
  workspaceId: WorkspaceId
  production: EnvironmentId
  actors: Record<string, Person>
  keys: Record<'client' | 'server' | 'ci' | 'hook' | 'admin', string>
  adminKeys: Record<string, string>
  environments: string[]
}

const USED = { incident: 36, feedback: 900, cluster: 29 }

const ENVIRONMENTS = [
  { key: 'development', name: 'Development', fourEyes: 'off' },
  { key: 'staging', name: 'Staging', fourEyes: 'off' },
  { key: 'production', name: 'Production', fourEyes: 'demanded' },
] as const

/** Harbor Travel before anything happened: workspace, people, environments, keys. */
export async function buildHouse(tx: Tx, now: Instant): Promise<House> {
  const workspaceId = await createWorkspace(tx, { name: 'Harbor Travel', slug: SLUG, isSample: true }, now)
  // The company is older than its sample: numbers go on from where they were.
  for (const [kind, used] of Object.entries(USED)) await setCounter(tx, workspaceId, kind, used)
  const actors: Record<string, Person> = {}
  const adminKeys: Record<string, string> = {}
  const issue = async (input: Parameters<typeof issueKey>[2]) => {
    const key = mintKey(input.scope)
    await issueKey(tx, workspaceId, input, key, now)
    return key
  }
  for (const { key, ...person } of people) {
    const userId = await addMember(tx, { ...person, workspaceId, password: PASSWORD }, now)
    actors[key] = {
      kind: 'person',
      id: userId,
      workspaceId,
      name: person.name,
      role: person.role,
      disciplines: person.disciplines,
      via: 'web',
    }
    adminKeys[key] = await issue({ name: `${person.name}'s key`, scope: 'admin', userId, role: person.role })
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
  return { workspaceId, production, actors, keys, adminKeys, environments: ENVIRONMENTS.map((env) => env.key) }
}
