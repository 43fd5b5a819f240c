import { type Actor } from '@/lib/kernel/actor'
import { type Permission } from '@/lib/kernel/permissions'
import { type Outcome } from '@/lib/kernel/result'
import { runCommand, type Command } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { type World } from './world'

export type Runs = (runtime: Runtime, input: unknown, actor: Actor) => Promise<Outcome<unknown>>
export type CommandRow = {
  name: string
  permission: Permission
  run: Runs
  /** The least that the command takes, about objects of the world. */
  input: (world: World) => object
  /** What somebody fit from another workspace hears; `own`: it names nothing, so it works on their own workspace. */
  elsewhere: string
  /** What an admin hears in the workspace itself: `done`, or why things as they are say no. */
  here: string
}
type More = Partial<Pick<CommandRow, 'elsewhere' | 'here'>>
type Input = (world: World) => object

/** A command that can be run by itself. */
export const row = <In, Value>(verb: Command<In, Value>, input: Input, more: More = {}): CommandRow => {
  const run: Runs = (runtime, given, actor) => runCommand(runtime, verb, given, actor)
  return made(verb.name, verb.permission, run, input, more)
}

/** A command that a function makes anew for each call, such as one that shows a secret once. */
export const made = (name: string, permission: Permission, run: Runs, input: Input, more: More = {}): CommandRow => ({
  name,
  permission,
  run,
  input,
  elsewhere: 'not-found',
  here: 'done',
  ...more,
})
