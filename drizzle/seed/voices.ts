import { type IncomingRecord } from '@/lib/telemetry/core/schema'
import { type Dice } from './dice'
import { metrics } from './harbor'
import { type SampleRollout } from './story'
import { COMPLAINTS, type Language, REGISTERS, THINGS, TRIPS } from './words'

/** One thing somebody says, as an app would send it to the feedback door. */
export type Voice = {
  externalId: string
  channel: string
  text: string
  unit?: string
  email?: string
  rating?: number
  nps?: number
  consent?: { reply: boolean; quote: boolean }
  occurredAt: number
  attributes: Record<string, string | boolean>
}

const PAYMENT_FAILED = metrics.find(({ key }) => key === 'payment_errors')?.event
/** Part of the people whose payment failed who write about it: on the new checkout it charges twice. */
const TELLS = { exposed: 0.3, baseline: 0.02 }
/** Part of everybody who meets a flag who writes at all. */
const WRITES = 0.0012
/** Part of the writers whom nobody can tell who they are. */
const UNKNOWN = 0.3
/** Part of the complaints that are not in English. */
const FOREIGN = 0.08

const CHANNELS: readonly [string, number][] = [
  ['widget', 38],
  ['review', 22],
  ['support', 16],
  ['survey', 20],
  ['social', 4],
]
const PLATFORMS = ['iOS 7.2', 'iOS 7.1', 'Android 14', 'Web'] as const
const PLANS = ['free', 'pro', 'business'] as const

/** What people say between two moments: those whose payment failed of that, a few others of anything. */
export function voicesOf(records: readonly IncomingRecord[], flags: readonly SampleRollout[], random: Dice): Voice[] {
  const exposed = new Set(records.filter(({ variant }) => variant === 'on').map(({ unit }) => unit))
  return records.flatMap((record): Voice[] => {
    if (record.kind === 'track' && record.name === PAYMENT_FAILED && record.unit) {
      return random.chance(exposed.has(record.unit) ? TELLS.exposed : TELLS.baseline)
        ? [voice(complaint('checkout-v2', random), record, random)]
        : []
    }
    if (record.kind !== 'exposure' || !random.chance(WRITES)) return []
    const known = flags.some(({ flag }) => flag === record.flag)
    return known ? [voice(anything(record.variant === 'on' ? record.flag : null, random), record, random)] : []
  })
}

/** @param isOwn the writer wants an answer, so they say who they are */
export type Said = { text: string; rating: number; isOwn: boolean }

/** What somebody says whom this flag's new version hurt. */
export function complaint(flag: string, random: Dice): Said {
  const texts = COMPLAINTS[flag]
  if (!texts) return anything(null, random)
  const language: Language = random.chance(FOREIGN) ? pick(['de', 'fr', 'es'] as const, random) : 'en'
  return { text: pick(texts[language], random), rating: 1, isOwn: true }
}

/** What people say on any day. @param has flag whose new version the writer has */
export function anything(has: string | null, random: Dice): Said {
  const register = weighted(
    REGISTERS.filter(({ about }) => about === undefined || about === has),
    random,
  )
  return { text: filled(pick(register.texts, random), random), rating: register.rating, isOwn: false }
}

/** The message as the app sends it: by some channel, perhaps with stars, perhaps from nobody that is known. */
export function voice(
  { text, rating, isOwn }: Said,
  { unit, timeMs }: Pick<IncomingRecord, 'unit' | 'timeMs'>,
  random: Dice,
): Voice {
  const channel = weighted(
    CHANNELS.map(([name, weight]) => ({ name, weight })),
    random,
  ).name
  const known = isOwn || !random.chance(UNKNOWN)
  const late = 60_000 + random.int(60_000)
  const secret = random.chance(0.03) ? ' Write to me: jo.traveller@mail.example, card 4111 1111 1111 1111.' : ''
  return {
    externalId: `demo-${random.int(2 ** 31).toString(36)}${random.int(2 ** 31).toString(36)}`,
    channel,
    text: text + secret,
    ...(known && unit ? { unit } : {}),
    ...(channel === 'review' ? { rating } : {}),
    ...(channel === 'survey' ? { nps: rating * 2 } : {}),
    // Whoever wants an answer says where to.
    ...(known && unit && random.chance(0.4)
      ? { email: `${unit}@mail.example`, consent: { reply: true, quote: true } }
      : {}),
    occurredAt: timeMs + late,
    attributes: {
      platform: pick(PLATFORMS, random),
      plan: pick(PLANS, random),
      appVersion: '7.2.0',
      // What is a sample says so, and goes when the sample is removed.
      sample: true,
    },
  }
}

const filled = (text: string, random: Dice): string =>
  text.replaceAll('{thing}', () => pick(THINGS, random)).replaceAll('{trip}', () => pick(TRIPS, random))

function pick<T>(from: readonly T[], random: Dice): T {
  const one = from[random.int(from.length)]
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}

function weighted<T extends { weight: number }>(from: readonly T[], random: Dice): T {
  let rest = random.next() * from.reduce((sum, { weight }) => sum + weight, 0)
  const one = from.find(({ weight }) => (rest -= weight) < 0) ?? from.at(-1)
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}
