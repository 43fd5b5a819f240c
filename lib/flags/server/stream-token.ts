import { createHmac, timingSafeEqual } from 'node:crypto'

type Options = { secret: string | Uint8Array; nowMs: () => number; periodMs?: number }

const DAY_MS = 86_400_000

/**
 * Tokens for stream addresses: low in privilege, equal for one key all through a period, and valid one period longer,
 * so that nobody's address dies before the next answer brought the new one.
 */
export function createStreamTokens({ secret, nowMs, periodMs = 30 * DAY_MS }: Options) {
  const periodNow = () => Math.floor(nowMs() / periodMs)
  const sign = (keyId: string, period: number) =>
    createHmac('sha256', secret).update(`stream\n${keyId}\n${period}`).digest('base64url').slice(0, 32)
  const made = new Map<string, { period: number; token: string }>()

  return {
    tokenFor(keyId: string): string {
      const period = periodNow()
      const known = made.get(keyId)
      if (known?.period === period) return known.token
      const token = `${keyId}.${period}.${sign(keyId, period)}`
      made.set(keyId, { period, token })
      return token
    },
    /** The key that a token stands for; null when it is forged or too old. Whether the key still lives is not asked. */
    keyIdOf(token: string): string | null {
      const [keyId, periodText, signature, ...rest] = token.split('.')
      if (!keyId || !periodText || !signature || rest.length > 0) return null
      const period = Number(periodText)
      const age = periodNow() - period
      if (!Number.isSafeInteger(period) || (age !== 0 && age !== 1)) return null
      const expected = Buffer.from(sign(keyId, period))
      const given = Buffer.from(signature)
      return expected.length === given.length && timingSafeEqual(expected, given) ? keyId : null
    },
  }
}
