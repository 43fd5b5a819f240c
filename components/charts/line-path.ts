/** Where a value of a chart's data lies on the screen, in pixels; nothing outside a categorical axis. */
type Scale = (value: number) => number | undefined

type Spot<T> = { t: number; value: T | null }

const px = (value: number): string => value.toFixed(1)

/** An SVG path through the values that are there: a missing one ends the line, and the next one begins another. */
export function linePath(spots: readonly Spot<number>[], x: Scale, y: Scale): string {
  return runsOf(spots)
    .map((run) => `M${run.map(({ t, value }) => point(t, value, x, y)).join('L')}`)
    .join('')
}

/** An SVG path around the bands that are there: along the upper edge and back along the lower one. */
export function bandPath(spots: readonly Spot<readonly [number, number]>[], x: Scale, y: Scale): string {
  return runsOf(spots)
    .map((run) => {
      const upper = run.map(({ t, value }) => point(t, value[1], x, y))
      const lower = run.map(({ t, value }) => point(t, value[0], x, y))
      return `M${[...upper, ...lower.toReversed()].join('L')}Z`
    })
    .join('')
}

const point = (t: number, value: number, x: Scale, y: Scale): string =>
  `${px(x(t) ?? Number.NaN)},${px(y(value) ?? Number.NaN)}`

/** Neighbours that all have a value, together. */
function runsOf<T>(spots: readonly Spot<T>[]): { t: number; value: T }[][] {
  const runs: { t: number; value: T }[][] = []
  let run: { t: number; value: T }[] = []
  for (const { t, value } of spots) {
    if (value === null) run = []
    else {
      if (run.length === 0) runs.push(run)
      run.push({ t, value })
    }
  }
  return runs
}
