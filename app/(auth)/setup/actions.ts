'use server'
import { type FormAnswer } from '@/components/governance/auth/form'
import { ensurePolicies } from '@/lib/analysis/server/policies'
import { createEnvironment } from '@/lib/flags/server/environments'
import { publishRevision } from '@/lib/flags/server/publish'
import { answerHere } from '@/lib/governance/server/caller'
import { firstRun } from '@/lib/governance/server/first-run'
import { textOf } from '@/lib/governance/server/sign-in-here'

const FIELDS = ['code', 'name', 'email', 'password', 'workspace', 'environment', 'sample']

export async function setupAction(_: FormAnswer, form: FormData): Promise<FormAnswer> {
  const input = Object.fromEntries(FIELDS.map((field) => [field, textOf(form.get(field))]))
  const outcome = await answerHere((runtime) =>
    firstRun(
      runtime,
      { ...input, sample: input['sample'] === 'on' },
      {
        createEnvironment: async (tx, wanted, now) => {
          const environment = await createEnvironment(tx, wanted, now)
          await publishRevision(tx, { workspaceId: wanted.workspaceId, environmentId: environment.id }, now)
          return environment
        },
        finish: (tx, workspaceId, now) => ensurePolicies(tx, workspaceId, [], now),
      },
    ),
  )
  const { password: _password, ...typed } = input
  if (!outcome.ok) return { refusal: outcome, typed }
  const shown = Object.entries(outcome.value.environments).map(([environment, { client }]) => {
    return { label: `Client key of ${environment}`, text: client }
  })
  const ready = 'The workspace is ready. These keys are shown once; Settings makes new ones.'
  const making = 'The sample data is being made, which takes about a minute: Settings, Workspace tells how far it is.'
  return { done: input['sample'] === 'on' ? `${ready} ${making}` : ready, shown }
}
