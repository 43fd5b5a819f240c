import { randomUUID } from 'node:crypto'
import { type z } from 'zod'
import { actorMay, type Actor, type Member } from '@/lib/kernel/actor'
import { type Json } from '@/lib/kernel/hash'
import { type Permission } from '@/lib/kernel/permissions'
import { refuse, type Outcome, type Refusal } from '@/lib/kernel/result'
import { type Instant } from '@/lib/kernel/time'
import { appendAudit } from './audit'
import { transact, type Tx } from './database'
import { emitTo } from './events'
import { claimKey, keepAnswer } from './idempotency'
import { addJob, type Job } from './jobs'
import { notifyLive } from './notify'
import { type Runtime } from './runtime'

export type CommandContext = {
  tx: Tx
  actor: Member
  now: Instant
  requestId: string
  /** Tells the domains above, in this transaction. */
  emit<Payload>(event: { name: string; payload?: Payload }, payload: Payload): Promise<Refusal | null>
}

/** A yes: what the caller gets, and what the runner writes and tells in the same transaction. */
export type Committed<T> = {
  ok: true
  value: T
  object: { kind: string; id: string }
  /** For the audit row: before and after, evidence, note. */
  detail: Json
  jobs?: Job[]
  /** Live topics to tell, each with the object's id and version. */
  topics?: { topic: string; id: string; version: number }[]
}

export type Command<Input, Value> = {
  name: string
  permission: Permission
  input: z.ZodType<Input>
  run(context: CommandContext, input: Input): Promise<Committed<Value> | Refusal>
}

/** Declares a verb; its permission and audit name are data that the architecture test reads. */
export const command = <Input, Value>(verb: Command<Input, Value>): Command<Input, Value> => verb

export type RunOptions = {
  idempotencyKey?: string | undefined
  requestId?: string | undefined
  /** The seed and simulated workspaces pass their own moment. */
  now?: Instant | undefined
  /** Further check inside the transaction, such as a lease's epoch; a refusal stops the command. */
  fence?: ((tx: Tx) => Promise<Refusal | null>) | undefined
}

/**
 * Runs a verb: permission → parse → transaction → run → audit, jobs, notice, idempotency → commit.
 * Refusals are values and are audited; faults are thrown and leave nothing behind.
 */
export async function runCommand<Input, Value>(
  runtime: Runtime,
  verb: Command<Input, Value>,
  input: unknown,
  actor: Actor,
  options: RunOptions = {},
): Promise<Outcome<Value>> {
  if (actor.kind === 'anonymous') return refuse('not-signed-in', 'Sign in first.', { remedy: 'Sign in and try again.' })
  const now = options.now ?? runtime.now()
  const requestId = options.requestId ?? randomUUID()
  return transact(runtime.database.db, async (tx) => {
    const context = contextIn(runtime, tx, { actor, now, requestId })
    const repeated = await claimKey(context, verb.name, input, options.idempotencyKey)
    if (repeated) return repeated as Outcome<Value> // stored by this very command with this very body
    const outcome = await judge(context, verb, input, options.fence)
    await record(context, verb.name, input, outcome)
    const answer: Outcome<Value> = outcome.ok ? { ok: true, value: outcome.value } : outcome
    if (options.idempotencyKey) await keepAnswer(context, verb.name, input, options.idempotencyKey, answer)
    return answer
  })
}

async function judge<Input, Value>(
  context: RunnerContext,
  verb: Command<Input, Value>,
  input: unknown,
  fence: RunOptions['fence'],
): Promise<Committed<Value> | Refusal> {
  if (!actorMay(context.actor, verb.permission)) {
    return refuse('forbidden', 'You can read this, not change it.', {
      remedy: `Ask somebody whose role allows ${verb.permission}.`,
    })
  }
  const parsed = verb.input.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse('invalid-input', issue?.message ?? 'The input has a wrong form.', {
      field: issue?.path.join('.') ?? '',
    })
  }
  const fenced = await fence?.(context.tx)
  if (fenced) return fenced
  // A refusal after writes must leave none of them: the savepoint is rolled back, the audit row stays.
  const box: { refusal: Refusal | null } = { refusal: null }
  try {
    return await context.tx.transaction(async (tx) => {
      const outcome = await verb.run(context.within(tx), parsed.data)
      if (!outcome.ok) {
        box.refusal = outcome
        throw new RolledBack()
      }
      return outcome
    })
  } catch (error) {
    if (error instanceof RolledBack && box.refusal) return box.refusal
    throw error
  }
}

class RolledBack extends Error {}

type RunnerContext = CommandContext & { within(tx: Tx): RunnerContext }

function contextIn(runtime: Runtime, tx: Tx, who: { actor: Member; now: Instant; requestId: string }): RunnerContext {
  return {
    ...who,
    tx,
    emit: (event, payload) => emitTo(runtime.handlers, { ...who, tx }, event, payload),
    within: (inner) => contextIn(runtime, inner, who),
  }
}

async function record<Value>(
  context: CommandContext,
  verb: string,
  input: unknown,
  outcome: Committed<Value> | Refusal,
): Promise<void> {
  const { tx, actor, now, requestId } = context
  const who = {
    workspaceId: actor.workspaceId,
    at: now,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    verb,
    requestId,
  }
  if (!outcome.ok) {
    const object = { objectKind: verb.split('.')[0] ?? verb, objectId: namedObject(input) }
    await appendAudit(tx, { ...who, ...object, outcome: outcome.code, detail: { message: outcome.message } })
    return
  }
  await appendAudit(tx, {
    ...who,
    objectKind: outcome.object.kind,
    objectId: outcome.object.id,
    outcome: 'done',
    detail: outcome.detail,
  })
  for (const job of outcome.jobs ?? []) await addJob(tx, job)
  for (const told of outcome.topics ?? []) await notifyLive(tx, { workspaceId: actor.workspaceId, ...told })
}

/** The object that a refused input names, for its audit row. */
function namedObject(input: unknown): string {
  if (typeof input !== 'object' || input === null) return ''
  const named = Object.entries(input).find(([key]) => key.endsWith('Id') || key === 'key')
  return typeof named?.[1] === 'string' ? named[1].slice(0, 100) : ''
}
