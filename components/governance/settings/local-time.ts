import { type Instant } from '@/lib/kernel/moments'

/** A moment as `<input type="datetime-local">` wants it: the clock on this browser's wall. */
export function localInput(at: Instant): string {
  const moment = new Date(at)
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
