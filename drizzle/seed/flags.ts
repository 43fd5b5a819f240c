import { type FlagKind } from '@/lib/flags/core/schema'

/** A flag of Harbor Travel and what became of it, in days before the story. */
export type SampleFlag = {
  key: string
  owner: string
  purpose: string
  kind?: FlagKind
  permanent?: true
  createdDays: number
  endsInDays?: number
  /** Everybody has had it since then. */
  onDays?: number
  /** Half of the people have it. */
  split?: true
  /** Clients asked last this long ago; 0: they still do. Without it nobody ever did. */
  askedDays?: number
  archivedDays?: number
}

const [sam, maria, ines, yusuf, priya] = ['Sam Berg', 'Maria Ito', 'Ines Marchetti', 'Yusuf Kaya', 'Priya Nair']

const inFlight: readonly SampleFlag[] = [
  {
    key: 'checkout-v2',
    owner: maria,
    purpose: 'Fewer abandoned checkouts. Expect 1.5% more completed.',
    createdDays: 26,
    endsInDays: 60,
  },
  {
    key: 'search-rank',
    owner: ines,
    purpose: 'Better first results in search.',
    createdDays: 24,
    endsInDays: 75,
  },
  {
    key: 'profile-form',
    owner: yusuf,
    purpose: 'One short form instead of three.',
    createdDays: 21,
    endsInDays: 45,
  },
  { key: 'wallet-pay', owner: maria, purpose: 'Pay with the phone wallet.', createdDays: 28, endsInDays: 105 },
  {
    key: 'fare-calendar',
    owner: ines,
    purpose: 'Show the cheapest days of a month.',
    createdDays: 19,
    endsInDays: 90,
  },
  {
    key: 'seat-map',
    owner: yusuf,
    purpose: 'Choose a seat on a map instead of a list.',
    createdDays: 17,
    endsInDays: 70,
  },
]

/** Five that should go: one that nobody owns, three of Sam's, and one that nobody asks for. */
const toRemove: readonly SampleFlag[] = [
  {
    key: 'old-nav',
    owner: 'nobody',
    purpose: 'The navigation from before the redesign.',
    createdDays: 200,
    onDays: 94,
    endsInDays: -80,
    askedDays: 0,
  },
  { key: 'sepa-debit', owner: sam, purpose: 'Pay by direct debit.', createdDays: 130, onDays: 61, askedDays: 0 },
  { key: 'card-retry', owner: sam, purpose: 'Try a declined card again.', createdDays: 96, onDays: 48, askedDays: 0 },
  { key: 'vat-invoice', owner: sam, purpose: 'Invoices that show VAT.', createdDays: 80, onDays: 35, askedDays: 0 },
  {
    key: 'price-badge',
    owner: ines,
    purpose: 'A badge on the cheapest flight.',
    createdDays: 120,
    endsInDays: -12,
    askedDays: 40,
  },
]

const archived: SampleFlag = {
  key: 'summer-banner',
  owner: maria,
  purpose: 'The sale of last summer.',
  createdDays: 170,
  askedDays: 140,
  archivedDays: 125,
}

const killSwitch: SampleFlag = {
  key: 'pay-kill',
  owner: sam,
  purpose: 'Stops all payments in an emergency.',
  kind: 'kill-switch',
  permanent: true,
  createdDays: 210,
  askedDays: 0,
}

const staying = (kind: FlagKind, named: readonly (readonly [string, string, string])[]): SampleFlag[] =>
  named.map(([key, owner, purpose], i) => ({
    key,
    owner,
    purpose,
    kind,
    permanent: true,
    createdDays: 205 - 7 * i,
    askedDays: 0,
  }))

const operations = staying('operations', [
  ['search-cache', ines, 'Answer searches from memory.'],
  ['read-only-mode', priya, 'Take no bookings while the database moves.'],
  ['maintenance-banner', priya, 'Tell people that we work on it.'],
  ['mail-throttle', priya, 'Send mails more slowly.'],
  ['image-cdn', priya, 'Serve pictures from the second network.'],
  ['fraud-strict', sam, 'Ask for a second factor on every payment.'],
  ['vault-fallback', sam, 'Charge through the second vendor.'],
  ['otp-fallback', yusuf, 'Send codes by mail when texts do not arrive.'],
  ['verbose-logs', priya, 'Log every call of a service.'],
])

const permissions = staying('permission', [
  ['staff-tools', priya, 'What only our own people see.'],
  ['agency-rates', ines, 'Prices for travel agencies.'],
  ['partner-api', priya, 'Who may book through the interface.'],
  ['refund-by-agent', sam, 'Support may pay back.'],
  ['company-invoices', sam, 'Companies pay at the end of the month.'],
  ['early-menu', yusuf, 'A menu for those who test early.'],
])

const fullyOn: readonly SampleFlag[] = (
  [
    ['train-tickets', ines, 'Trains beside flights.', 10],
    ['seat-alerts', yusuf, 'Tell people when a seat is free.', 17],
    ['share-booking', yusuf, 'Send a booking to the family.', 12],
    ['map-clusters', ines, 'Group hotels on the map.', 21],
    ['passport-scan', yusuf, 'Read a passport with the camera.', 6],
    ['multi-city', ines, 'Flights with several stops.', 25],
  ] as const
).map(([key, owner, purpose, onDays]) => ({ key, owner, purpose, createdDays: onDays + 30, onDays, askedDays: 0 }))

const drafts: readonly SampleFlag[] = (
  [
    ['night-trains', ines, 'Beds on trains.', 4],
    ['group-booking', maria, 'Book for ten at once.', 11],
    ['address-form', maria, 'Find an address while it is typed.', 22],
    ['loyalty-tiers', maria, 'Points for those who come back.', 15],
    ['voice-search', ines, 'Say where you want to go.', 2],
  ] as const
).map(([key, owner, purpose, createdDays]) => ({ key, owner, purpose, createdDays, endsInDays: 90 }))

const experiments: readonly SampleFlag[] = (
  [
    ['hero-photo', maria, 'People or places on the first page?', 20],
    ['button-words', maria, 'Book now, or see the price?', 13],
    ['sort-first', ines, 'Cheapest first, or fastest?', 27],
  ] as const
).map(([key, owner, purpose, createdDays]) => ({
  key,
  owner,
  purpose,
  kind: 'experiment',
  createdDays,
  endsInDays: 30,
  split: true,
  askedDays: 0,
}))

/** All 42 of them. */
export const flags: readonly SampleFlag[] = [
  ...inFlight,
  ...toRemove,
  archived,
  killSwitch,
  ...operations,
  ...permissions,
  ...fullyOn,
  ...drafts,
  ...experiments,
]
