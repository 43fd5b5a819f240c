import { type Refusal } from '@/lib/kernel/result'
import { type CommandContext } from './command'

/**
 * What one domain tells the domains above it, inside the transaction that makes it true: influence goes upward as an
 * event, never as an import. A handler may refuse, which refuses the whole command. Handlers write their own tables only and never touch the network.
 */
export type EventHandler<Payload = never> = {
  event: string
  handle(context: Omit<CommandContext, 'emit'>, payload: Payload): Promise<Refusal | null>
}

/** Ties a handler to its event's payload type. */
export const handler = <Payload>(
  event: { name: string; payload?: Payload },
  handle: EventHandler<Payload>['handle'],
): EventHandler<Payload> => ({
  event: event.name,
  handle,
})

/** Runs every handler of an event. No handler at all is a fault: the process was put together without its upper half. */
export async function emitTo<Payload>(
  handlers: readonly EventHandler[],
  context: Omit<CommandContext, 'emit'>,
  event: { name: string; payload?: Payload },
  payload: Payload,
): Promise<Refusal | null> {
  const listening = handlers.filter((candidate) => candidate.event === event.name)
  if (listening.length === 0)
    throw new Error(`nobody handles ${event.name}: this process was composed without its handlers`)
  for (const one of listening) {
    const refusal = await one.handle(context, payload as never) // `handler` tied both to the event's payload type
    if (refusal) return refusal
  }
  return null
}
