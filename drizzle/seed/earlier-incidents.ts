import { type IncidentView } from '@/lib/incidents/core/schema'
import { type IncidentWord } from '@/lib/incidents/server/verbs'

/** What somebody did about an earlier incident, in minutes after it was opened. */
type Step = { after: number; who: string; verb: IncidentWord; input: (incident: IncidentView) => object }

/** An incident from before the story. Without a title a policy opens it by itself. */
export type EarlierIncident = {
  number: number
  /** Days before the story is opened. */
  days: number
  opened?: { who: string; title: string; severity: string; service?: string; impactMin: number; summary: string }
  /** Rollouts that were live and belong to it; they go when the sample is removed, and it with them. */
  rollouts: readonly number[]
  told?: { minBefore: number; kind: string; service: string; title: string }
  steps: readonly Step[]
}

const say = (after: number, who: string, body: string): Step => ({ after, who, verb: 'notes', input: () => ({ body }) })
const post = (after: number, who: string, body: string): Step => ({
  after,
  who,
  verb: 'updates',
  input: () => ({ body }),
})
const move = (after: number, who: string, to: string, reason = ''): Step => ({
  after,
  who,
  verb: 'state',
  input: () => ({ to, reason }),
})
const lead = (after: number, who: string): Step => ({ after, who, verb: 'assign', input: () => ({ role: 'lead' }) })
const judged = (after: number, who: string, kind: string, verdict: string, reason: string): Step => ({
  after,
  who,
  verb: 'suspect',
  input: ({ suspects }) => ({
    suspectId: suspects.find((one) => one.kind === kind && one.state === 'open')?.id,
    verdict,
    reason,
  }),
})
const acknowledged = (after: number, who: string): Step => ({ after, who, verb: 'acknowledge', input: () => ({}) })

/** INC-29 to INC-36: list, suspects and learnings have a past. */
export const earlierIncidents: readonly EarlierIncident[] = [
  {
    number: 29,
    days: 60,
    rollouts: [107],
    opened: {
      who: 'sam',
      title: 'Refunds by direct debit do not arrive',
      severity: 'SEV2',
      service: 'payments-api',
      impactMin: 1300,
      summary: 'No metric showed it: people wrote to support for a day.',
    },
    steps: [
      lead(2, 'sam'),
      say(20, 'ana', 'Eleven people wrote to support since yesterday. All of them paid by direct debit.'),
      say(45, 'sam', 'Since sepa-debit went to everybody (RO-107) refunds by debit go to a queue that nobody reads.'),
      move(50, 'sam', 'identified'),
      post(150, 'sam', 'The queue is read now. Refunds of the last day go out tonight.'),
      move(240, 'sam', 'resolved'),
    ],
  },
  {
    number: 30,
    days: 55.06,
    rollouts: [110],
    opened: {
      who: 'yusuf',
      title: 'Cards are locked after a declined payment',
      severity: 'SEV1',
      service: 'payments-api',
      impactMin: 40,
      summary: 'Support has nine calls in half an hour.',
    },
    steps: [
      lead(1, 'yusuf'),
      say(9, 'yusuf', 'Every one of them was tried a second time by card-retry.'),
      judged(70, 'sam', 'rollout', 'confirmed', 'Banks lock cards that are tried again at once.'),
      post(100, 'sam', 'Second tries are off. Locked cards open by themselves within the hour.'),
      move(170, 'sam', 'resolved'),
    ],
  },
  {
    number: 31,
    days: 40,
    rollouts: [116],
    told: {
      minBefore: 12,
      kind: 'service.config_changed',
      service: 'search-api',
      title: 'search-api: 4 → 2 copies at night',
    },
    opened: {
      who: 'ines',
      title: 'Search is slow for everybody',
      severity: 'SEV3',
      service: 'search-api',
      impactMin: 8,
      summary: 'Half of the copies are gone since the change at night.',
    },
    steps: [
      lead(1, 'ines'),
      judged(10, 'ines', 'config', 'confirmed', 'Two copies are too few for the morning.'),
      judged(11, 'ines', 'rollout', 'ruled_out', 'People without it wait as long.'),
      move(30, 'ines', 'resolved'),
    ],
  },
  {
    number: 32,
    days: 33.06,
    rollouts: [119],
    opened: {
      who: 'ines',
      title: 'Searches with several stops time out',
      severity: 'SEV2',
      service: 'search-api',
      impactMin: 200,
      summary: 'Somebody on the team met it while booking.',
    },
    steps: [
      lead(1, 'ines'),
      judged(60, 'ines', 'rollout', 'confirmed', 'It went with the rollout.'),
      say(80, 'ines', 'No rule stopped it: the harm was below the limit of the old policy for hours.'),
      move(140, 'ines', 'resolved'),
    ],
  },
  {
    number: 33,
    days: 9,
    rollouts: [128],
    steps: [
      acknowledged(2, 'ines'),
      lead(2, 'ines'),
      say(25, 'ines', 'The failing ids come from one network and never saw a page. These are bots.'),
      judged(40, 'ines', 'rollout', 'ruled_out', 'Bots met one half only; people were fine.'),
      move(60, 'ines', 'resolved', 'false alarm: bots'),
    ],
  },
  {
    number: 34,
    days: 5.2,
    rollouts: [132],
    opened: {
      who: 'priya',
      title: 'Booking mails come an hour late',
      severity: 'SEV4',
      service: 'notifications',
      impactMin: 60,
      summary: 'Three people asked where their ticket is.',
    },
    steps: [
      say(15, 'priya', 'The mail provider had a queue of its own; it is empty again.'),
      move(30, 'priya', 'cancelled', 'over before anybody could do anything'),
    ],
  },
  {
    number: 35,
    days: 3,
    rollouts: [127],
    steps: [
      acknowledged(95, 'maria'),
      lead(95, 'maria'),
      judged(110, 'maria', 'rollout', 'confirmed', 'The lookup blocks the page in Safari.'),
      move(180, 'maria', 'resolved'),
    ],
  },
  {
    number: 36,
    days: 2,
    rollouts: [133, 134, 135, 136],
    told: { minBefore: 6, kind: 'deploy.finished', service: 'identity', title: 'identity 3.12 deployed' },
    opened: {
      who: 'yusuf',
      title: 'Sign-in is slow for everyone',
      severity: 'SEV2',
      service: 'identity',
      impactMin: 4,
      summary: 'With the new versions and without them: no rollout is to blame.',
    },
    steps: [
      lead(1, 'yusuf'),
      ...[12, 13, 14, 15].map((after) =>
        judged(after, 'yusuf', 'rollout', 'ruled_out', 'People without it wait as long.'),
      ),
      judged(18, 'yusuf', 'deploy', 'confirmed', 'identity 3.12 asks the database twice for each sign-in.'),
      post(20, 'yusuf', 'identity goes back to 3.11. Sign-in is slow until then, and works.'),
      move(55, 'yusuf', 'resolved'),
    ],
  },
]
