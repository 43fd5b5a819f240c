import { type Dice, normal } from './dice'
import { looksOf, type People, stageAt, type World } from './world'

/** Who comes at a look, as numbers of people. */
export type Visitors = (look: number) => readonly number[]

const BY_AND_BY = 0.8

export function visitorsOf(world: World, dice: Dice): Visitors {
  if (world.people === null) return newcomers(world)
  return world.people.visits === 'each-stage'
    ? onceEachStage(world, world.people, dice)
    : again(world, world.people, dice)
}

const perLook = ({ perDay, lookMinutes }: World): number => (perDay * lookMinutes) / 1440
const upTo = (world: World, look: number): number => Math.floor(look * perLook(world))

/** Everybody comes once. */
function newcomers(world: World): Visitors {
  return (look) => range(upTo(world, look), upTo(world, look + 1))
}

/** Few come often and most seldom: how often is lognormal. */
function again(world: World, people: People, dice: Dice): Visitors {
  let sum = 0
  const weights = Array.from({ length: people.count }, () => (sum += Math.exp(people.spread * normal(dice))))
  const looks = looksOf(world)
  return (look) => {
    const here = people.entry === 'at-once' ? 1 : Math.min(1, (look + 1) / (BY_AND_BY * looks))
    const known = Math.max(1, Math.ceil(people.count * here))
    const all = weights[known - 1] ?? 0
    return range(upTo(world, look), upTo(world, look + 1)).map(() => firstAbove(weights, dice() * all, known))
  }
}

/** Everybody comes once in every stage, in another order each time. */
function onceEachStage(world: World, people: People, dice: Dice): Visitors {
  const looks = looksOf(world)
  const each = looks / world.shares.length
  let order: number[] = []
  let stage = -1
  return (look) => {
    const now = stageAt(world, look)
    if (now !== stage) order = shuffled(people.count, dice)
    stage = now
    // Stages begin at the first whole look: the last look of a stage takes whoever is left.
    const first = Math.ceil(now * each)
    const length = Math.ceil((now + 1) * each) - first
    const place = (i: number): number => Math.floor((people.count * i) / length)
    return order.slice(place(look - first), place(look - first + 1))
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)

function shuffled(count: number, dice: Dice): number[] {
  const order = range(0, count)
  for (let i = count - 1; i > 0; i -= 1) {
    const j = Math.floor(dice() * (i + 1))
    const [a, b] = [order[i] ?? 0, order[j] ?? 0]
    order[i] = b
    order[j] = a
  }
  return order
}

/** Place of the first of the rising numbers that is above a value. */
function firstAbove(rising: readonly number[], value: number, length: number): number {
  let [low, high] = [0, length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rising[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
