import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { workspace } from '@/drizzle/schema/governance'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { isAway, type Db } from '@/lib/platform/database'
import { type Runtime } from '@/lib/platform/runtime'
import { sharedSecret } from '@/lib/platform/secrets'
import { PersonName } from '../core/people-schema'
import { Email, NewPassword } from '../core/schema'
import { askForSample } from './samples'
import { ensureFirstStart, type FirstStartAnswer, type FirstStartParts } from './setup'

/** Whether nobody has set this house up yet. Without the database it is taken as set up. */
export async function isFirstRun(runtime: Runtime): Promise<boolean> {
  try {
    return (await runtime.database.db.select({ id: workspace.id }).from(workspace).limit(1)).length === 0
  } catch (error) {
    if (isAway(error)) return false
    throw error
  }
}

/** What whoever sets the house up has read from its terminal: a stranger who finds the address first has not. */
export async function setupCode(db: Db): Promise<string> {
  return Buffer.from(await sharedSecret(db, 'setup'))
    .toString('hex')
    .slice(0, 16)
}

const FirstRunInput = z.strictObject({
  code: z.string().trim().max(100),
  name: PersonName,
  email: Email,
  password: NewPassword,
  workspace: PersonName,
  environment: z.string().trim().min(1).max(50),
  /** Harbor Travel, a sample company, is made in it. */
  sample: z.boolean().default(false),
})

type Made = Extract<FirstStartAnswer, { created: true }>

const SENTENCES: Readonly<Record<string, string>> = {
  password: 'A password has at least 12 characters.',
  email: 'This is no e-mail address.',
  environment: 'An environment has a name of at most 50 characters.',
}

/** First admin, workspace, environments and keys, by whoever knows the setup code. It happens once. */
export async function firstRun(runtime: Runtime, input: unknown, parts: FirstStartParts): Promise<Outcome<Made>> {
  const parsed = FirstRunInput.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const field = issue?.path.join('.') ?? ''
    return refuse('invalid-input', SENTENCES[field] ?? issue?.message ?? 'Fill in every field.', { field })
  }
  const { code, name, email, password, workspace: workspaceName, environment, sample } = parsed.data
  if (!isSame(code, await setupCode(runtime.database.db))) {
    return refuse('wrong-code', 'This is not the setup code.', {
      field: 'code',
      remedy: 'Soundings printed it when it started.',
    })
  }
  const wishes = { adminName: name, adminEmail: email, adminPassword: password, workspaceName, environment }
  const answer = await ensureFirstStart(runtime, wishes, {
    ...parts,
    finish: async (tx, workspaceId, now) => {
      await parts.finish?.(tx, workspaceId, now)
      if (sample) await askForSample(tx, workspaceId, now)
    },
  })
  return answer.created
    ? { ok: true, value: answer }
    : refuse('already-set-up', 'Soundings is set up already.', {
        remedy: 'Sign in, or ask an admin for an invitation.',
      })
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
