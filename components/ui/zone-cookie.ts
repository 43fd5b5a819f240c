import { isTimeZone } from '@/lib/kernel/format-time'

/** Cookie `zone`: what the browser said its zone is, or `UTC` when the viewer chose that. Unreadable: UTC. */
export function readZone(cookie: string | undefined): string | null {
  if (!cookie) return null
  const name = safeDecode(cookie)
  return isTimeZone(name) ? name : null
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return '' // a broken escape is no zone
  }
}
