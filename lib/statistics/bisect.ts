/**
 * The point between `lo` and `hi` where `holds` turns from true (at `lo`) to false (at `hi`), to the last bit.
 * `lo` may lie above `hi`. Deterministic, so that every figure built on it replays.
 */
export function lastTrue(holds: (x: number) => boolean, lo: number, hi: number): number {
  let inside = lo
  let outside = hi
  for (let step = 0; step < 200; step += 1) {
    const middle = inside + (outside - inside) / 2
    if (middle === inside || middle === outside) break
    if (holds(middle)) inside = middle
    else outside = middle
  }
  return inside
}
