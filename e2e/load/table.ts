export type Row = {
  name: string
  /** The value with its unit. */
  value: string
  /** What it is compared with, measured in this run; null: the bar is a number of its own. */
  against: string | null
  ratio: number | null
  bar: string
  passed: boolean
}

/** At least so much of what the limit measured in this run could do. Values in the same unit, more is better. */
export function atLeast(name: string, bar: number, value: number, limit: number, unit: string): Row {
  const ratio = value / limit
  const text = (amount: number) => `${grouped(amount)} ${unit}`
  return { name, value: text(value), against: text(limit), ratio, bar: `≥ ${bar} ×`, passed: ratio >= bar }
}

/** At most so many times what was measured in this run without the load. */
export function atMostTimes(name: string, bar: number, value: number, limit: number, unit: string): Row {
  const ratio = value / limit
  const text = (amount: number) => `${amount.toFixed(2)} ${unit}`
  return { name, value: text(value), against: text(limit), ratio, bar: `≤ ${bar} ×`, passed: ratio <= bar }
}

/** At most a fixed amount. */
export function atMost(name: string, bar: number, value: number, unit: string): Row {
  const text = (amount: number) => `${amount < 100 ? amount.toFixed(1) : grouped(amount)} ${unit}`
  return { name, value: text(value), against: null, ratio: null, bar: `≤ ${bar} ${unit}`, passed: value <= bar }
}

const grouped = (amount: number): string => Math.round(amount).toLocaleString('en')

const HEAD = ['', 'value', 'limit', 'ratio', 'bar', '']

/** The table as text; numbers stand at the right of their column. */
export function tableText(rows: readonly Row[]): string {
  const cells = rows.map(({ name, value, against, ratio, bar, passed }) => [
    name,
    value,
    against ?? '',
    ratio === null ? '' : ratio.toFixed(2),
    bar,
    passed ? 'pass' : 'FAIL',
  ])
  const all = [HEAD, ...cells]
  const widths = HEAD.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)))
  const line = (texts: readonly string[]) =>
    texts.map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join('   ')
  return [line(HEAD), widths.map((width) => '─'.repeat(width)).join('───'), ...cells.map(line)].join('\n')
}
