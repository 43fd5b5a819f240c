import { restRead, restWrite } from '@/lib/governance/server/rest'
import { editRollout } from '@/lib/rollouts/server/edit-rollout'
import { readRolloutView } from '@/lib/rollouts/server/reads'
import { withMembers } from '@/lib/platform/rest'
import { knownRollout } from '../known-rollout'

type Params = { id: string }

export const GET = restRead<Params>(({ runtime, actor, params }) => readRolloutView(runtime, actor, params.id))

export const PATCH = restWrite<Params>(async ({ runtime, actor, params, body, run }) => {
  const id = await knownRollout(runtime, actor, params.id)
  return id.ok ? run(editRollout, withMembers(body, { rolloutId: id.value })) : id
})
