import { archiveFlag } from '@/lib/flags/server/archive-flag'
import { storeUsage } from '@/lib/flags/server/clients-seen'
import { createFlag } from '@/lib/flags/server/create-flag'
import { editFlag } from '@/lib/flags/server/edit-flag'
import { storeSeen } from '@/lib/flags/server/flag-seen'
import { type UsageRow } from '@/lib/flags/server/flag-usage'
import { type Person } from '@/lib/kernel/actor'
import { instant, type Instant } from '@/lib/kernel/time'
import { runCommand } from '@/lib/platform/command'
import { type Runtime } from '@/lib/platform/runtime'
import { flags, type SampleFlag } from './flags'
import { type House } from './house'
import { insist } from './insist'

const [DAY_MS, MINUTE_MS] = [86_400_000, 60_000]
/** What clients ask of a flag in a minute, as the count that is kept of it. */
const ASKED = 12

/** Something that was done so many days before the story is opened. */
export type Deed = { daysAgo: number; act: (at: Instant) => Promise<void> }

/**
 * The flags and their past, and what else happened meanwhile, by the commands that people use, in its order.
 * @param others deeds beside those of the flags
 * @param byRollout flags that a rollout of these deeds turned on for everybody
 */
export async function makePast(
  runtime: Runtime,
  house: House,
  now: Instant,
  {
    others,
    byRollout,
    told,
  }: { others: readonly Deed[]; byRollout: ReadonlySet<string>; told: (share: number) => Promise<void> },
): Promise<void> {
  const ago = (days: number): Instant => instant(Date.parse(now) - days * DAY_MS)
  const deeds = flags.flatMap((flag) => deedsOf(runtime, house, flag, byRollout.has(flag.key), ago))
  const inOrder = [...deeds, ...others].toSorted((a, b) => b.daysAgo - a.daysAgo)
  for (const [i, { daysAgo, act }] of inOrder.entries()) {
    await act(ago(daysAgo))
    await told((i + 1) / inOrder.length)
  }
  const answered = flags.flatMap((flag) => answersOf(house, flag, ago))
  await storeSeen(runtime.database.db, answered)
  await storeUsage(runtime.database.db, answered)
}

function deedsOf(
  runtime: Runtime,
  house: House,
  flag: SampleFlag,
  isByRollout: boolean,
  ago: (days: number) => Instant,
): Deed[] {
  const { key, owner, purpose, kind, permanent, endsInDays, createdDays, onDays, split, archivedDays } = flag
  const who = Object.values(house.actors).find(({ name, role }) => name === owner && role !== 'viewer') ?? admin(house)
  const definition = { key, owner, purpose, type: 'boolean', kind, permanent, tags: ['sample'] }
  const endsOn = endsInDays === undefined ? null : ago(-endsInDays).slice(0, 10)
  const everywhere = (targeting: object) => Object.fromEntries(house.environments.map((name) => [name, targeting]))
  const half = { kind: 'split', when: null, salt: key, weights: HALVES }
  const environments = split ? everywhere({ rules: [half] }) : {}
  const create = async (at: Instant) => {
    insist(await runCommand(runtime, createFlag, { ...definition, endsOn, environments }, who, { now: at }))
  }
  const turnOn = async (at: Instant) => {
    const input = { key, expectedVersion: 1, note: 'Everybody gets it.', environments: everywhere({ otherwise: 'on' }) }
    insist(await runCommand(runtime, editFlag, input, who, { now: at }))
  }
  const archive = async (at: Instant) => {
    const input = { key, expectedVersion: 1, note: 'The sale is over.' }
    insist(await runCommand(runtime, archiveFlag, input, who, { now: at }))
  }
  return [
    { daysAgo: createdDays, act: create },
    ...(onDays === undefined || isByRollout ? [] : [{ daysAgo: onDays, act: turnOn }]),
    ...(archivedDays === undefined ? [] : [{ daysAgo: archivedDays, act: archive }]),
  ]
}

const HALVES = [
  ['on', 50_000],
  ['off', 50_000],
]

function admin({ actors }: House): Person {
  const found = Object.values(actors).find(({ role }) => role === 'admin')
  if (!found) throw new Error('the sample has no admin')
  return found
}

/** When each variant was first and last answered in production, as usage is counted: by the minute. */
function answersOf(house: House, flag: SampleFlag, ago: (days: number) => Instant): UsageRow[] {
  const { key, createdDays, onDays, split, askedDays } = flag
  if (askedDays === undefined) return []
  const [first, last] = [createdDays - 0.5, askedDays + 0.002]
  const answer = (variant: string, days: number): UsageRow => ({
    workspaceId: house.workspaceId,
    environmentId: house.production,
    flagKey: key,
    variant,
    minute: instant(Math.floor(Date.parse(ago(days)) / MINUTE_MS) * MINUTE_MS),
    count: ASKED,
  })
  const between = (variant: string, from: number, to: number) => [answer(variant, from), answer(variant, to)]
  if (split) return [...between('on', first, last), ...between('off', first, last)]
  if (onDays === undefined) return between('off', first, last)
  return [...between('off', first, onDays), ...between('on', onDays, last)]
}
