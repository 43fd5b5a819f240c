import { randomUUID } from 'node:crypto'
import { type Member } from '@/lib/kernel/actor'
import { type Instant } from '@/lib/kernel/time'
import { type CommandContext } from '@/lib/platform/command'
import { type Tx } from '@/lib/platform/database'
import { emitTo } from '@/lib/platform/events'
import { notifyLive } from '@/lib/platform/notify'
import { type Runtime } from '@/lib/platform/runtime'
import { type Verdict } from '@/lib/rollouts/core/schema'
import { recordVerdict, type Watched } from '@/lib/rollouts/server/contract'

/**
 * Gives the verdict to the rollout, which decides by its own rules what follows from it, and tells the screens. A
 * rollout that no longer listens keeps its last word.
 */
export async function handOver(
  runtime: Runtime,
  tx: Tx,
  { workspaceId, rollout }: Watched,
  verdict: Verdict,
  now: Instant,
): Promise<void> {
  const actor: Member = { kind: 'system', id: 'system', workspaceId, name: 'Soundings' }
  const taken = await inSavepoint(tx, async (inner) => {
    const who = { tx: inner, actor, now, requestId: randomUUID() }
    const context: CommandContext = {
      ...who,
      emit: (event, payload) => emitTo(runtime.handlers, who, event, payload),
    }
    return recordVerdict(context, rollout.id, verdict)
  })
  if (!taken?.ok) return
  await notifyLive(tx, { workspaceId, topic: `rollout:${rollout.id}`, id: rollout.id, version: taken.rollout.version })
}

class Refused extends Error {}

/** A refusal after writes must leave none of them, and must not take the tick's own with it. */
async function inSavepoint<T extends { ok: boolean } | null>(
  tx: Tx,
  run: (inner: Tx) => Promise<T>,
): Promise<T | null> {
  try {
    return await tx.transaction(async (inner) => {
      const outcome = await run(inner)
      if (outcome?.ok === false) throw new Refused()
      return outcome
    })
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}
