import { moveEnvironment } from '@/lib/flags/server/edit-environment'
import { restWrite } from '@/lib/governance/server/rest'
import { withMembers } from '@/lib/platform/rest'
import { knownEnvironment } from '../../known-environment'

export const POST = restWrite<{ id: string }>(async ({ runtime, actor, params, body, run }) => {
  const id = await knownEnvironment(runtime, actor, params.id)
  return id.ok ? run(moveEnvironment, withMembers(body, { environmentId: id.value })) : id
})
