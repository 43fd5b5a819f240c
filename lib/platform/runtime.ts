import { instant, toMs, type Instant } from '@/lib/kernel/time'
import { openDatabase, type Database } from './database'
import { type EventHandler } from './events'
import { openLog, type Log } from './log'

/** What one process owns: its pool, its clock, its log. Processes share nothing else but Postgres. */
export type Runtime = { database: Database; now: () => Instant; log: Log; handlers: readonly EventHandler[] }

const machineNow = (): Instant => instant(Date.now())

/** A runtime's clock in unix milliseconds; the machine's own is not written out as text and read again. */
export const clockMsOf = ({ now }: Pick<Runtime, 'now'>): (() => number) =>
  now === machineNow ? Date.now : () => toMs(now())

/** @param handlers of the domains' events: `lib/server/handlers` in every process that runs commands */
export function openRuntime(
  url: string,
  process_: string,
  { max = 10, handlers = [] }: { max?: number; handlers?: readonly EventHandler[] } = {},
): Runtime {
  return {
    database: openDatabase(url, { max, name: `soundings-${process_}` }),
    now: machineNow,
    log: openLog(process_),
    handlers,
  }
}
