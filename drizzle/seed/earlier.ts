import { type Rates } from './story'

/** What became of a rollout that was over before the story begins; the review was written by its author. */
export type Earlier = {
  number: number
  flag: string
  author: string
  /** Days before the story is opened at which it started, or was only drafted, and at which it was over. */
  from: number
  to: number
  hypothesis: string
  end: 'finished' | 'rolled-back' | 'abandoned'
  /** Why it was taken back or never begun, as the one who did it wrote. */
  note: string
  policy?: string
  errors: string
  rates?: Rates
  /** What its policy does by itself, so that it is looked at in short strides near its end. */
  policyDoes?: 'pause' | 'roll-back'
  review?: {
    observed: string
    learning?: string
    holdsFor?: string
    good?: string
    unintended?: string
    confidence?: 'sure' | 'likely' | 'hunch'
  }
}

type Given = Pick<Earlier, 'review' | 'rates' | 'policy' | 'policyDoes'> & { errors?: string }
const ended =
  (end: Earlier['end'], usual: string) =>
  (
    [number, flag, author, from, to]: readonly [number, string, string, number, number],
    change: string,
    note = usual,
    given: Given = {},
  ): Earlier => ({ number, flag, author, from, to, hypothesis: change, end, note, errors: 'search_errors', ...given })

const finished = ended('finished', 'Every gate is met. Everybody gets it.')
const rolledBack = ended('rolled-back', 'It did not help.')
const abandoned = ended('abandoned', 'Something else comes first.')

/** RO-102 to RO-138 as far as they are over: what worked, what was taken back, and what nobody ever had. */
export const earlier: readonly Earlier[] = [
  finished(
    [102, 'search-cache', 'ines', 84.3, 83],
    'We believe answering searches from memory will lead to fewer failed searches because the index is asked less.',
    undefined,
    {
      rates: { search_errors: { baseline: 0.012, exposed: 0.006 }, slow_pages: { baseline: 0.04, exposed: 0.03 } },
      review: {
        observed: 'Half as many searches failed, and fewer pages were slow.',
        learning: 'Answering searches from memory halves failed searches',
        holdsFor: 'Searches that were asked in the last ten minutes',
        confidence: 'sure',
      },
    },
  ),
  rolledBack(
    [103, 'image-cdn', 'priya', 81, 80.5],
    'We believe pictures from the second network will make pages faster because it is nearer to people.',
    'Pages are slower from the second network.',
    {
      rates: { slow_pages: { baseline: 0.04, exposed: 0.09 } },
      review: {
        observed: 'Twice as many pages were slow: pictures were fetched twice until both networks had them.',
        learning: 'A cold picture network makes pages slower before it makes them faster',
        holdsFor: 'The first day of a new network',
        unintended: 'Phones loaded large pictures.',
      },
    },
  ),
  abandoned(
    [104, 'agency-rates', 'ines', 79, 78],
    'We believe agencies will book more when they see their own prices at once.',
    'Legal wants to read the terms first.',
  ),
  finished(
    [105, 'image-cdn', 'priya', 76.8, 75.5],
    'We believe pictures from a warmed second network will make pages faster.',
    undefined,
    {
      rates: { slow_pages: { baseline: 0.04, exposed: 0.028 } },
      review: {
        observed: 'A third fewer pages were slow. We warmed the network for a day before.',
        learning: 'A picture network that is warmed for a day makes a third fewer pages slow',
        holdsFor: 'Result pages with many pictures',
      },
    },
  ),
  rolledBack(
    [106, 'refund-by-agent', 'sam', 73, 72],
    'We believe refunds by support will shorten answers because nobody has to ask twice.',
    'Support has no training for it yet.',
  ),
  finished(
    [107, 'sepa-debit', 'sam', 62.3, 61],
    'We believe direct debit will raise completed bookings in Germany because many have no card.',
    undefined,
    {
      errors: 'payment_errors',
      review: {
        observed: 'More bookings, no more failed payments. Refunds by debit were not measured at all.',
        learning: 'Direct debit brings bookings that cards do not; measure refunds too, they come weeks later',
        holdsFor: 'Germany and Austria',
        unintended: 'Refunds by debit failed silently: INC-29.',
        confidence: 'sure',
      },
    },
  ),
  rolledBack(
    [108, 'price-badge', 'ines', 66, 65],
    'We believe a badge on the cheapest flight will shorten the way to a booking.',
    'No difference in a day, and people call it pushy.',
    {
      review: {
        observed: 'No more bookings. Six people wrote that the badge pushes them.',
        learning: 'A badge on the cheapest flight changes nothing and annoys some',
        holdsFor: 'Result lists on phones',
        confidence: 'hunch',
      },
    },
  ),
  finished(
    [109, 'otp-fallback', 'yusuf', 57.3, 56],
    'We believe codes by mail will let more people sign in because texts get lost abroad.',
    undefined,
    {
      errors: 'profile_errors',
      rates: { profile_errors: { baseline: 0.012, exposed: 0.007 } },
      review: {
        observed: 'Sign-in failed less, above all from abroad.',
        learning: 'A code by mail rescues two of five failed sign-ins',
        holdsFor: 'People who travel',
      },
    },
  ),
  rolledBack(
    [110, 'card-retry', 'sam', 55.2, 55],
    'We believe trying a declined card again will save payments because many are declined by mistake.',
    'Banks lock cards that are tried again at once.',
    {
      errors: 'payment_errors',
      rates: { payment_errors: { baseline: 0.003, exposed: 0.016 } },
      review: {
        observed: 'Payments failed five times as often: banks lock a card that is tried again within a minute.',
        learning: 'Never try a declined card again within a minute: banks lock it',
        holdsFor: 'All card payments',
        unintended: 'Locked cards stayed locked for an hour.',
        confidence: 'sure',
      },
    },
  ),
  abandoned(
    [111, 'partner-api', 'priya', 52, 51],
    'We believe partners will send more bookings by the new interface.',
    'The partner is not ready.',
  ),
  finished(
    [112, 'card-retry', 'sam', 49.3, 48],
    'We believe trying a declined card again after an hour will save payments.',
    undefined,
    {
      errors: 'payment_errors',
      review: {
        observed: 'One in nine declined payments went through an hour later. No more locked cards.',
        learning: 'A second try after an hour saves one in nine declined payments',
        holdsFor: 'Cards that were not stolen or expired',
      },
    },
  ),
  finished(
    [113, 'agency-rates', 'ines', 46.3, 45],
    'We believe agencies will book more when they see their own prices.',
  ),
  rolledBack(
    [114, 'early-menu', 'yusuf', 44, 43.5],
    'We believe a menu for testers will bring earlier reports.',
    'Testers did not find it. Back to a mail.',
  ),
  abandoned(
    [115, 'price-badge', 'ines', 43, 42.5],
    'We believe a quieter badge will help without annoying.',
    'What RO-108 taught speaks against it.',
  ),
  finished(
    [116, 'company-invoices', 'sam', 40.3, 39],
    'We believe companies will book more when they pay at the end of the month.',
    undefined,
    { errors: 'payment_errors' },
  ),
  abandoned([117, 'mail-throttle', 'priya', 38, 37.8], 'We believe sending mails more slowly will get fewer rejected.'),
  finished(
    [118, 'vat-invoice', 'sam', 36.3, 35],
    'We believe invoices that show VAT will cut tickets because companies need them.',
    undefined,
    {
      errors: 'payment_errors',
      review: {
        observed: 'A quarter fewer tickets about invoices.',
        learning: 'An invoice that shows VAT saves a quarter of the tickets about invoices',
        holdsFor: 'Companies',
      },
    },
  ),
  rolledBack(
    [119, 'multi-city', 'ines', 33.3, 33],
    'We believe flights with several stops will raise bookings because people ask for them.',
    'Searches with several stops time out.',
    {
      rates: { search_errors: { baseline: 0.01, exposed: 0.038 } },
      review: {
        observed: 'Searches failed four times as often: every stop asked the index anew.',
        learning: 'Each stop of a trip multiplies the calls to the index: bundle them before you show it to people',
        holdsFor: 'Searches with more than two stops',
        confidence: 'sure',
      },
    },
  ),
  abandoned([120, 'map-clusters', 'ines', 31, 30.5], 'We believe grouping hotels will make the map faster.'),
  rolledBack(
    [121, 'passport-scan', 'yusuf', 30, 29.5],
    'We believe reading a passport with the camera will finish more profiles.',
    'Old phones cannot focus. Ask for a newer one first.',
    {
      errors: 'profile_errors',
      rates: { profile_errors: { baseline: 0.01, exposed: 0.021 } },
      review: {
        observed: 'On phones older than five years most scans failed.',
        learning: 'The camera reads a passport only on phones of the last five years',
        holdsFor: 'Passports and identity cards',
      },
    },
  ),
  finished(
    [122, 'multi-city', 'ines', 26.3, 25],
    'We believe flights with several stops, asked for in one call, will raise bookings.',
    undefined,
    {
      review: {
        observed: 'As many failed searches as before, and bookings with stops came.',
        learning: 'One bundled call makes trips with stops as safe as single flights',
        holdsFor: 'Up to five stops',
      },
    },
  ),
  finished([123, 'map-clusters', 'ines', 22.3, 21], 'We believe grouping hotels will make the map faster on phones.'),
  abandoned(
    [124, 'fraud-strict', 'sam', 20, 19.5],
    'We believe a second factor on every payment will cut fraud.',
    'The bank does it for us from March.',
  ),
  finished(
    [125, 'seat-alerts', 'yusuf', 18.3, 17],
    'We believe telling people of free seats will bring them back.',
    undefined,
    {
      errors: 'seat_errors',
      review: {
        observed: 'One in twelve came back within an hour of the message.',
        learning: 'A message about a free seat brings one in twelve back within the hour',
        holdsFor: 'Flights in the next two weeks',
        confidence: 'likely',
      },
    },
  ),
  finished(
    [126, 'share-booking', 'yusuf', 13.3, 12],
    'We believe sharing a booking will bring new people because families travel together.',
  ),
  rolledBack(
    [127, 'address-form', 'maria', 3.3, 3],
    'We believe finding an address while it is typed will raise completed bookings.',
    'Nobody fixed the lookup in time.',
    {
      policy: 'payments-guard',
      errors: 'payment_errors',
      policyDoes: 'roll-back',
      rates: { payment_errors: { baseline: 0.004, exposed: 0.05 }, slow_pages: { baseline: 0.04, exposed: 0.076 } },
      review: {
        observed: 'In Safari the lookup blocked the page, and payments ran into their time limit.',
        learning: 'A lookup while typing must never block the page: payments time out behind it',
        holdsFor: 'Forms before a payment',
        unintended: 'Pages were slow for people who typed fast.',
        confidence: 'sure',
      },
    },
  ),
  rolledBack(
    [128, 'search-rank', 'ines', 9.3, 9],
    'We believe ranking by what people booked will fit better.',
    'Bots asked for one half only. It starts anew, without them.',
    {
      policy: 'payments-guard',
      policyDoes: 'pause',
      rates: { search_errors: { baseline: 0.01, exposed: 0.15 } },
      review: {
        observed: 'A burst of bots met one half only. People were fine: the stop was wrong, and quick to undo.',
        learning: 'Bots that carry no id of a person must not be counted as people',
        holdsFor: 'Every rollout on pages that need no sign-in',
        confidence: 'sure',
      },
    },
  ),
  finished(
    [129, 'train-tickets', 'ines', 11.3, 10],
    'We believe trains beside flights will raise bookings because short trips go by train.',
    undefined,
    {
      review: {
        observed: 'Bookings of short trips rose; nobody booked fewer flights.',
        learning: 'Trains beside flights add bookings and take none away',
        holdsFor: 'Trips under 600 km',
      },
    },
  ),
  finished(
    [130, 'passport-scan', 'yusuf', 7.3, 6],
    'We believe reading a passport with the camera of a newer phone will finish more profiles.',
    undefined,
    { errors: 'profile_errors' },
  ),
  rolledBack(
    [132, 'group-booking', 'maria', 5.5, 5],
    'We believe booking for ten at once will bring companies.',
    'Nobody books for ten on a phone.',
    {
      review: {
        observed: 'Four of 300 opened it, nobody booked.',
        learning: 'Groups are booked at a desk: nobody books for ten on a phone',
        holdsFor: 'Phones',
        confidence: 'likely',
      },
    },
  ),
  rolledBack(
    [133, 'loyalty-tiers', 'maria', 2.4, 1.75],
    'We believe points will bring people back.',
    'The prices of the tiers change on Monday.',
    { errors: 'profile_errors' },
  ),
  rolledBack(
    [134, 'night-trains', 'ines', 2.35, 1.7],
    'We believe beds on trains will be booked in winter.',
    'The timetable of winter is not in yet.',
  ),
  rolledBack(
    [135, 'early-menu', 'yusuf', 2.3, 1.65],
    'We believe a menu in the profile will bring earlier reports.',
    'It hides the way to sign out.',
    { errors: 'profile_errors' },
  ),
  rolledBack(
    [136, 'partner-api', 'priya', 2.25, 1.6],
    'We believe partners will send more bookings by the new interface.',
    'One partner sends each booking twice.',
    { errors: 'search_errors' },
  ),
  abandoned(
    [138, 'group-booking', 'maria', 2.2, 1.55],
    'We believe a form for groups will bring companies.',
    'What RO-132 taught speaks against it.',
  ),
]
