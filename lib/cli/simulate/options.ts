import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Row, ROWS } from './rows'
import { type World } from './world'

export const SIMULATE_USAGE = `Usage: soundings simulate [options]

Plays whole worlds through the functions that count and judge in production, thousands of times,
and holds what comes out against the bars of the design. Stores nothing, needs no database.

  --all                    every row (about half an hour on two quiet cores)
  --row=<name>             one row, or all whose names begin so (find, trap, …); may be given again
  --quick                  a sixtieth of the repetitions: nothing is proved, gross errors show
  --repetitions=<n>        of each row; else 200 or 600, and 1,800 where 600 leave it open
  --seed=<n>               other people, other luck (1)
  --workers=<n>            processes (2); 0: in this one
  --json                   the answer as JSON
  --list                   names of the rows

Other worlds than the usual ones, with --row:
  --baseline=<rate>        rate of the control, such as .02
  --effect=<ratio>         rate of the exposed as its multiple (rows find, latency, at-limit)
  --share=<percent>        exposed share of a single stage
  --shape=ramp:1,5,25,50   exposed shares of equally long stages
  --per-day=<visits>       --days=<n>

Exit codes: 0 no row misses its bar, 1 a row does, 2 wrong usage.`

const Count = z.coerce.number().int().min(1)
const Options = z.strictObject({
  all: z.boolean().default(false),
  list: z.boolean().default(false),
  quick: z.boolean().default(false),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
  row: z.array(z.string().min(1)).default([]),
  repetitions: Count.max(100_000).optional(),
  seed: z.coerce.number().int().min(0).max(4_294_967_295).default(1),
  workers: z.coerce.number().int().min(0).max(64).default(2),
  baseline: z.coerce.number().gt(0).lt(1).optional(),
  effect: z.coerce.number().gt(0).max(100).optional(),
  share: z.coerce.number().gt(0).lt(100).optional(),
  shape: z
    .string()
    .regex(/^ramp:\d+(\.\d+)?(,\d+(\.\d+)?)*$/, { error: 'a shape such as ramp:1,5,25,50' })
    .optional(),
  'per-day': Count.max(1_000_000).optional(),
  days: Count.max(365).optional(),
})
export type Options = z.infer<typeof Options>

const FLAGS = {
  all: { type: 'boolean' },
  list: { type: 'boolean' },
  quick: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  row: { type: 'string', multiple: true },
  repetitions: { type: 'string' },
  seed: { type: 'string' },
  workers: { type: 'string' },
  baseline: { type: 'string' },
  effect: { type: 'string' },
  share: { type: 'string' },
  shape: { type: 'string' },
  'per-day': { type: 'string' },
  days: { type: 'string' },
} as const

export type Read<T> = { ok: true; value: T } | { ok: false; message: string }
const wrong = (message: string): Read<never> => ({ ok: false, message })

export function readOptions(args: readonly string[]): Read<Options> {
  try {
    const parsed = Options.safeParse(parseArgs({ args: [...args], options: FLAGS }).values)
    if (parsed.success) return { ok: true, value: parsed.data }
    const [issue] = parsed.error.issues
    return wrong(`--${issue?.path.join('.')}: ${issue?.message}`)
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

/** The rows that are asked for, each with the rows it is made of before it, in the order of the table. */
export function chooseRows({ all, row }: Options): Read<Row[]> {
  if (all && row.length > 0) return wrong('Either --all or --row.')
  const unknown = row.find((name) => !ROWS.some((one) => one.name.startsWith(name)))
  if (unknown !== undefined) return wrong(`There is no row ${unknown}. --list names them.`)
  const isNamed = (name: string): boolean =>
    row.some((start) => (ROWS.some((one) => one.name === start) ? name === start : name.startsWith(start)))
  const asked = ROWS.filter(({ name }) => all || isNamed(name))
  if (asked.length === 0) return wrong('Which rows? --all, or --row=<name>; --list names them.')
  const isNeeded = (name: string): boolean =>
    asked.some((one) => one.name === name || ('of' in one.measure && one.measure.of.includes(name)))
  return { ok: true, value: ROWS.filter(({ name }) => isNeeded(name)) }
}

/** A row in the world that the options ask for. */
export function changedRow(row: Row, options: Options): Read<Row> {
  const { measure } = row
  if ('of' in measure) return { ok: true, value: row }
  const world = changedWorld(row.world, options)
  if (world.metric === 'latency' && options.baseline !== undefined)
    return wrong(`${row.name} has no rate. --baseline is for the other rows.`)
  const isLimited = row.world.limit !== null
  if (options.effect !== undefined) {
    const isToFind = measure.kind === 'people-to-alarm' || measure.kind === 'exposed-people'
    if (!isToFind && !isLimited)
      return wrong(`${row.name} is about no effect. --effect is for rows that begin with find, latency or at-limit.`)
    const isHarm = world.metric === 'conversion' ? options.effect < 1 : options.effect > 1
    if (!isHarm) return wrong(`--effect: ${options.effect} is no harm in ${row.name}.`)
    if (isLimited) world.limit = Math.abs(options.effect - 1)
  }
  if (world.shares.length > 1 && measure.kind !== 'false-alarms')
    return wrong(`${row.name} is measured against the limit of one stage: --share, not --shape.`)
  if (world.shares.some((share, i) => share >= 100 || share < (world.shares[i - 1] ?? 0.001)))
    return wrong('--shape: shares rise, above 0 and below 100.')
  const most = world.baseline * Math.max(1, world.effect) * (world.outside?.times ?? 1) * (world.people ? 4 : 1)
  if (most >= 1 && world.metric !== 'latency')
    return wrong(`--baseline: ${world.baseline} is too high for ${row.name}.`)
  return { ok: true, value: { ...row, world, says: saidOf(row, options) } }
}

const CHANGES = ['baseline', 'effect', 'share', 'shape', 'per-day', 'days'] as const

/** What happens, and what is not as the row says. */
function saidOf({ says }: Row, options: Options): string {
  const changes = CHANGES.flatMap((name) => (options[name] === undefined ? [] : [`${name} ${options[name]}`]))
  return changes.length === 0 ? says : `${says}; with ${changes.join(', ')}`
}

function changedWorld(world: World, options: Options): World {
  const { baseline, effect, share, shape, days } = options
  const ramp = shape?.slice('ramp:'.length).split(',').map(Number)
  return {
    ...world,
    baseline: baseline ?? world.baseline,
    effect: effect ?? world.effect,
    shares: ramp ?? (share === undefined ? world.shares : [share]),
    perDay: options['per-day'] ?? world.perDay,
    days: days ?? world.days,
  }
}
