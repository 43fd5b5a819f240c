/** What the six rollouts in flight have lived through, in minutes before it burns. The engine draws its own conclusions. */
export type Step = {
  at: number
  who: string
  verb: 'create' | 'start' | 'advance' | 'approve' | 'request-approval' | 'roll-back'
  note?: string
}

export type Rates = Record<string, { baseline: number; exposed: number; since?: number }>

export type SampleRollout = {
  number: number
  flag: string
  policy: string
  author: string
  hypothesis: string
  rollbackPlan: string
  stages: {
    weight: number
    minSoak: string
    disciplines?: ('product' | 'engineering' | 'data')[]
    margin?: number
    minUnits?: number
  }[]
  guardrails: { metric: string; critical?: boolean }[]
  steps: Step[]
  /** People a minute who meet the flag. */
  arrivals: number
  /** Chance per person of each event, by metric key; `since` minutes before it burns the exposed rate begins, baseline before. */
  rates: Rates
  /** Part of the baseline's exposure records that an old app version loses. */
  lostBaseline?: number
}

const back = 'Stop exposure: everyone is back on the old version within seconds. Nothing is stored in a new format.'

export const rollouts: readonly SampleRollout[] = [
  {
    number: 131,
    flag: 'wallet-pay',
    policy: 'careful',
    author: 'maria',
    rollbackPlan: back,
    hypothesis:
      'We believe paying by phone wallet will raise completed bookings because nobody types card numbers on a phone.',
    stages: [
      { weight: 50, minSoak: 'PT24H', margin: 1 },
      { weight: 100, minSoak: 'PT24H', disciplines: ['product'] },
    ],
    guardrails: [{ metric: 'wallet_errors', critical: true }, { metric: 'slow_pages' }],
    steps: [
      { at: 1590, who: 'maria', verb: 'create' },
      { at: 1580, who: 'maria', verb: 'start' },
    ],
    arrivals: 14,
    rates: { wallet_errors: { baseline: 0.01, exposed: 0.0178 }, slow_pages: { baseline: 0.04, exposed: 0.04 } },
  },
  {
    number: 137,
    flag: 'profile-form',
    policy: 'careful',
    author: 'yusuf',
    rollbackPlan: back,
    hypothesis: 'We believe one short profile form will be finished more often because it asks nothing twice.',
    stages: [
      { weight: 10, minSoak: 'PT12H' },
      { weight: 50, minSoak: 'PT24H', disciplines: ['product'] },
      { weight: 100, minSoak: 'PT24H' },
    ],
    guardrails: [{ metric: 'profile_errors', critical: true }, { metric: 'slow_pages' }],
    steps: [
      { at: 900, who: 'yusuf', verb: 'create' },
      { at: 890, who: 'yusuf', verb: 'start' },
    ],
    arrivals: 14,
    lostBaseline: 0.28,
    rates: { profile_errors: { baseline: 0.01, exposed: 0.01 }, slow_pages: { baseline: 0.04, exposed: 0.04 } },
  },
  {
    number: 139,
    flag: 'search-rank',
    policy: 'careful',
    author: 'ines',
    rollbackPlan: back,
    hypothesis:
      'We believe ranking by what people booked will shorten the way to a booking because the first page fits better.',
    stages: [
      { weight: 5, minSoak: 'PT4H', margin: 4 },
      { weight: 25, minSoak: 'PT12H', disciplines: ['product', 'engineering', 'data'], margin: 2 },
      { weight: 50, minSoak: 'PT24H', margin: 1 },
      { weight: 100, minSoak: 'PT24H' },
    ],
    guardrails: [
      { metric: 'search_errors', critical: true },
      { metric: 'booking_completed' },
      { metric: 'slow_pages' },
    ],
    steps: [
      { at: 480, who: 'ines', verb: 'create' },
      { at: 470, who: 'ines', verb: 'start' },
      { at: 150, who: 'ana', verb: 'approve', note: 'Search sessions are shorter. Go on.' },
      { at: 130, who: 'lea', verb: 'approve', note: 'Enough people, even split.' },
    ],
    arrivals: 40,
    rates: {
      search_errors: { baseline: 0.01, exposed: 0.005 },
      booking_completed: { baseline: 0.1, exposed: 0.16 },
      slow_pages: { baseline: 0.04, exposed: 0.03 },
    },
  },
  {
    number: 140,
    flag: 'seat-map',
    policy: 'careful',
    author: 'yusuf',
    rollbackPlan: back,
    hypothesis: 'We believe a seat map will sell more seats because people see what they get.',
    stages: [
      { weight: 5, minSoak: 'PT1H' },
      { weight: 50, minSoak: 'PT24H' },
      { weight: 100, minSoak: 'PT24H', disciplines: ['product'] },
    ],
    guardrails: [{ metric: 'seat_errors', critical: true }, { metric: 'slow_pages' }, { metric: 'booking_completed' }],
    steps: [
      { at: 240, who: 'yusuf', verb: 'create' },
      { at: 230, who: 'yusuf', verb: 'start' },
      { at: 45, who: 'yusuf', verb: 'advance', note: 'Looks fine at 5%; quiet hours.' },
    ],
    arrivals: 40,
    rates: {
      seat_errors: { baseline: 0.005, exposed: 0.005 },
      slow_pages: { baseline: 0.04, exposed: 0.04 },
      booking_completed: { baseline: 0.1, exposed: 0.1 },
    },
  },
  {
    number: 141,
    flag: 'fare-calendar',
    policy: 'careful',
    author: 'ines',
    rollbackPlan: back,
    hypothesis:
      'We believe a fare calendar will bring people with flexible dates to book because they see what a day costs.',
    stages: [
      { weight: 50, minSoak: 'PT48H', margin: 3 },
      { weight: 100, minSoak: 'PT24H' },
    ],
    guardrails: [{ metric: 'fare_errors', critical: true }, { metric: 'slow_pages' }],
    steps: [
      { at: 1570, who: 'ines', verb: 'create' },
      { at: 1560, who: 'ines', verb: 'start' },
    ],
    arrivals: 4,
    rates: { fare_errors: { baseline: 0.01, exposed: 0.009 }, slow_pages: { baseline: 0.04, exposed: 0.041 } },
  },
  {
    number: 142,
    flag: 'checkout-v2',
    policy: 'payments-guard',
    author: 'maria',
    rollbackPlan: back,
    hypothesis:
      'We believe a checkout on one page will raise completed bookings because address entry is where people stop.',
    stages: [
      { weight: 1, minSoak: 'PT30M' },
      { weight: 5, minSoak: 'PT1H' },
      { weight: 25, minSoak: 'PT24H' },
      { weight: 50, minSoak: 'PT24H', disciplines: ['product', 'engineering', 'data'] },
      { weight: 100, minSoak: 'PT24H' },
    ],
    guardrails: [
      { metric: 'payment_errors', critical: true },
      { metric: 'slow_pages' },
      { metric: 'booking_completed' },
    ],
    steps: [
      { at: 480, who: 'maria', verb: 'create' },
      { at: 470, who: 'maria', verb: 'start' },
      { at: 420, who: 'maria', verb: 'advance', note: 'First people are fine.' },
      { at: 300, who: 'maria', verb: 'advance', note: 'Quiet hours.' },
      { at: -4, who: 'sam', verb: 'roll-back', note: 'Payments fail on the new checkout.' },
    ],
    arrivals: 60,
    rates: {
      payment_errors: { baseline: 0.003, exposed: 0.12, since: 32 },
      slow_pages: { baseline: 0.04, exposed: 0.042 },
      booking_completed: { baseline: 0.1, exposed: 0.1 },
    },
  },
]
