import { type Judged } from './judge'

const HEAD = ['row', 'what happens', 'repetitions', 'measured', '95 % limit', 'bar', '', '']
const RIGHT = new Set([2, 3, 4, 5])
const STATES = { ok: 'ok', missed: 'MISSED', 'so-far': 'so far' }

/** One line a row, for people. */
export function tableOf(rows: readonly Judged[], seed: number): string {
  const lines = [HEAD, ...rows.map(cells)]
  const widths = HEAD.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)))
  const drawn = lines.map((line) =>
    line
      .map((cell, i) => (RIGHT.has(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  return [...drawn, '', conclusion(rows, seed)].join('\n')
}

function cells({ row, says, repetitions, measured, limit95, bar, unit, state, note }: Judged): string[] {
  const side = unit === 'faster' ? '≥' : '≤'
  const figure = FIGURES[unit]
  const count = repetitions.toLocaleString('en')
  return [
    row,
    says,
    count,
    figure(measured),
    `${side} ${figure(limit95)}`,
    `${side} ${figure(bar)}`,
    STATES[state],
    note,
  ]
}

function conclusion(rows: readonly Judged[], seed: number): string {
  const count = (state: Judged['state']): number => rows.filter((row) => row.state === state).length
  const missed = rows.filter(({ state }) => state === 'missed').map(({ row }) => row)
  const soFar = count('so-far')
  return [
    `Seed ${seed}. Every repetition went from ingest through window closing, stages and ticks to the verdict.`,
    `${count('ok')} within their bars, ${missed.length} missed${missed.length > 0 ? `: ${missed.join(', ')}` : ''}.`,
    ...(soFar > 0 ? [`${soFar} not missed so far: too few repetitions to say more.`] : []),
  ].join('\n')
}

const percent = (x: number): string => `${(100 * x).toFixed(x < 0.01 ? 2 : 1)} %`
const times = (x: number): string => `${x.toFixed(2)} ×`
const whole = (x: number): string => Math.round(x).toLocaleString('en')
const FIGURES = { part: percent, times, people: whole, faster: times }
