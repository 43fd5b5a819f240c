import { type IncomingRecord } from '@/lib/telemetry/core/schema'
import { type Dice } from './dice'
import { metrics } from './harbor'
import { type SampleRollout } from './story'

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
  attributes: Record<string, string>
}

const PAYMENT_FAILED = metrics.find(({ key }) => key === 'payment_errors')?.event
/** Part of the people whose payment failed who write about it: on the new checkout it charges twice. */
const TELLS = { exposed: 0.3, baseline: 0.02 }
/** Part of everybody who meets a flag who writes at all. */
const WRITES = 0.0012
/** Part of the writers whom nobody can tell who they are. */
const UNKNOWN = 0.3

const CHANNELS: readonly [string, number][] = [
  ['widget', 38],
  ['review', 22],
  ['support', 16],
  ['survey', 20],
  ['social', 4],
]
const PLATFORMS = ['iOS 7.2', 'iOS 7.1', 'Android 14', 'Web'] as const
const PLANS = ['free', 'pro', 'business'] as const

/** Near enough to each other that they are one complaint, as people who met the same fault write. */
const CARD = [
  'My saved card was declined three times at checkout, then it charged me twice.',
  'Saved card declined three times at the new checkout and then it charged me twice!',
  'The checkout declined my saved card three times, then charged me twice.',
  'Saved card was declined at checkout three times. It charged me twice in the end.',
]

type Register = { weight: number; rating: number; about?: string; texts: readonly string[] }

const REGISTERS: readonly Register[] = [
  {
    weight: 30,
    rating: 5,
    texts: [
      'Love the {thing}, so much faster than before.',
      'Great app, the {thing} is exactly what I needed for {trip}.',
      'Booked {trip} in two minutes. Thank you!',
      'The new {thing} is beautiful and easy to use.',
    ],
  },
  {
    weight: 20,
    rating: 5,
    about: 'search-rank',
    texts: [
      'Search finally shows the right flights first, well done.',
      'The search results are so much better now, the right flights come first.',
    ],
  },
  {
    weight: 26,
    rating: 2,
    texts: [
      'The {thing} shows an error when I try to change {trip}.',
      'Cannot open the {thing}, the button does nothing.',
      'The {thing} is broken since the update, it loses what I typed.',
    ],
  },
  {
    weight: 14,
    rating: 2,
    texts: [
      'The {thing} takes forever to load on my phone.',
      'So slow today: {thing} keeps loading and then times out.',
      'Everything lags when I scroll through the {thing}.',
    ],
  },
  {
    weight: 12,
    rating: 3,
    texts: [
      'Where is the {thing}? I can’t find it anymore.',
      'I don’t understand how to choose a seat for {trip}, it is confusing.',
      'Confusing: the {thing} asks the same question twice.',
    ],
  },
  {
    weight: 12,
    rating: 4,
    texts: [
      'Please add a way to share {trip} with my family.',
      'It would be great to filter the {thing} by price.',
      'Could you bring back the list beside the {thing}?',
    ],
  },
  {
    weight: 4,
    rating: 2,
    texts: ['Why was I charged a fee for {trip}? Please refund it.', 'The invoice for {trip} has the wrong address.'],
  },
  { weight: 2, rating: 1, texts: ['App crashes every time I open the {thing}.'] },
]
const THINGS = ['seat map', 'fare calendar', 'search page', 'profile form', 'booking list', 'boarding pass'] as const
const TRIPS = ['a flight to Lisbon', 'our holiday', 'a train to Vienna', 'two nights in Oslo', 'my booking'] as const

/** What people say between two moments: those whose payment failed of that, a few others of anything. */
export function voicesOf(records: readonly IncomingRecord[], flags: readonly SampleRollout[], random: Dice): Voice[] {
  const exposed = new Set(records.filter(({ variant }) => variant === 'on').map(({ unit }) => unit))
  return records.flatMap((record): Voice[] => {
    if (record.kind === 'track' && record.name === PAYMENT_FAILED && record.unit) {
      return random.chance(exposed.has(record.unit) ? TELLS.exposed : TELLS.baseline)
        ? [voice(pick(CARD, random), 1, record, random)]
        : []
    }
    if (record.kind !== 'exposure' || !random.chance(WRITES)) return []
    const fits = REGISTERS.filter(
      ({ about }) => about === undefined || (record.flag === about && record.variant === 'on'),
    )
    const register = weighted(fits, random)
    const known = flags.some(({ flag }) => flag === record.flag)
    return known && register
      ? [voice(filled(pick(register.texts, random), random), register.rating, record, random)]
      : []
  })
}

function voice(text: string, rating: number, { unit, timeMs }: IncomingRecord, random: Dice): Voice {
  const channel = weighted(
    CHANNELS.map(([name, weight]) => ({ name, weight })),
    random,
  )?.name
  const known = text.includes('card') || !random.chance(UNKNOWN)
  const late = 60_000 + random.int(60_000)
  const secret = random.chance(0.03) ? ' Write to me: jo.traveller@mail.example, card 4111 1111 1111 1111.' : ''
  return {
    externalId: `demo-${random.int(2 ** 31).toString(36)}${random.int(2 ** 31).toString(36)}`,
    channel: channel ?? 'widget',
    text: text + secret,
    ...(known && unit ? { unit } : {}),
    ...(channel === 'review' ? { rating } : {}),
    ...(channel === 'survey' ? { nps: rating * 2 } : {}),
    ...(random.chance(0.4) ? { consent: { reply: true, quote: true } } : {}),
    occurredAt: timeMs + late,
    attributes: { platform: pick(PLATFORMS, random), plan: pick(PLANS, random), appVersion: '7.2.0' },
  }
}

const filled = (text: string, random: Dice): string =>
  text.replaceAll('{thing}', () => pick(THINGS, random)).replaceAll('{trip}', () => pick(TRIPS, random))

function pick<T>(from: readonly T[], random: Dice): T {
  const one = from[random.int(from.length)]
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}

function weighted<T extends { weight: number }>(from: readonly T[], random: Dice): T | undefined {
  let rest = random.next() * from.reduce((sum, { weight }) => sum + weight, 0)
  return from.find(({ weight }) => (rest -= weight) < 0)
}
