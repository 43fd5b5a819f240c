import { type Actor } from '@/lib/kernel/actor'
import { refuse, type Outcome } from '@/lib/kernel/result'
import { runCommand, type Command, type RunOptions } from './command'
import { isAway } from './database'
import { type Runtime } from './runtime'
import { soundInput } from './sound-input'

/** Told when the database could not be reached: whether a decision under way was stored, only its own key can tell. */
export const databaseAway = refuse('database-away', 'Soundings cannot reach its database.', {
  remedy: 'Flags are served as before. Send it again with the same idempotency key.',
})

/**
 * Runs a verb for somebody outside: a screen's action or a REST request. Input that is no sound JSON is refused before
 * anything is stored, and an unreachable database is a refusal in words, not a fault.
 */
export async function runAtDoor<Input, Value>(
  runtime: Runtime,
  verb: Command<Input, Value>,
  input: unknown,
  actor: Actor,
  options: RunOptions,
): Promise<Outcome<Value>> {
  const sound = soundInput(input)
  if (!sound.ok) return sound
  return answeringAway(runtime, () => runCommand(runtime, verb, sound.value, actor, options))
}

/** Turns the absence of the database into its refusal; other faults pass. */
export async function answeringAway<T>(runtime: Runtime, act: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await act()
  } catch (error) {
    if (!isAway(error)) throw error
    runtime.log.warn({ err: error }, 'the database is away')
    return databaseAway
  }
}
