import { randomBytes } from 'node:crypto'
import { listEnvironments } from '@/lib/flags/server/environments'
import { writeSample } from '@/lib/governance/server/samples'
import { readWorkspace } from '@/lib/governance/server/workspaces'
import { type WorkspaceId } from '@/lib/kernel/id'
import { type Runtime } from '@/lib/platform/runtime'
import { addPeople, type House } from './house'
import { hurried } from './hurried'
import { tellStory } from './tell-story'

const SEED = 42

/**
 * The job of a first run that asked for sample data: tells the story in that workspace, up to the morning after, when
 * nobody is paged any more. What was begun before and cut short is told as failed, so that an admin can remove it.
 */
export async function makeSample(runtime: Runtime, workspaceId: WorkspaceId): Promise<void> {
  const { db } = runtime.database
  const sample = (await readWorkspace(db, workspaceId))?.sample
  if (sample?.state !== 'making') return
  if (sample.flags.length > 0) return writeSample(db, workspaceId, { ...sample, state: 'failed' })
  const now = runtime.now()
  try {
    const house = await joinHouse(runtime, workspaceId)
    const members = Object.values(house.actors).map(({ id }) => id)
    await hurried(runtime, (quick) => tellStory(quick, house, { now, seed: SEED, moment: 'after', members }))
  } catch (error) {
    runtime.log.error({ err: error, workspaceId }, 'the sample data could not be made')
    const left = (await readWorkspace(db, workspaceId))?.sample ?? sample
    await writeSample(db, workspaceId, { ...left, state: 'failed' })
  }
}

/** The people of the sample come to a workspace that is somebody's own: nobody can sign in as one of them. */
async function joinHouse({ database: { db }, now }: Runtime, workspaceId: WorkspaceId): Promise<House> {
  const environments = await listEnvironments(db, workspaceId)
  const production = environments.find(({ key }) => key === 'production') ?? environments.at(-1)
  if (!production) throw new Error('the workspace has no environment')
  const how = {
    passwordOf: () => randomBytes(30).toString('base64url'),
    emailOf: (key: string) => `${key}@sample.harbor.example`,
  }
  const actors = await db.transaction((tx) => addPeople(tx, workspaceId, how, now()))
  return {
    workspaceId,
    production: production.id,
    productionKey: production.key,
    environments: environments.map(({ key }) => key),
    actors,
  }
}
