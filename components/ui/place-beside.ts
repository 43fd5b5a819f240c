const APART_PX = 6
const EDGE_PX = 12

/** Puts a floating element (fixed, in the top layer) beside its anchor, inside the window, on the side with room. */
export function placeBeside(
  floating: HTMLElement,
  anchor: HTMLElement,
  prefer: 'above' | 'below',
  align: 'start' | 'end' | 'middle',
): void {
  const at = anchor.getBoundingClientRect()
  const { width, height } = floating.getBoundingClientRect()
  const [above, below] = [at.top - APART_PX - EDGE_PX, window.innerHeight - at.bottom - APART_PX - EDGE_PX]
  const goesAbove = prefer === 'above' ? above >= height || above > below : below < height && above > below
  const left = { start: at.left, end: at.right - width, middle: at.left + (at.width - width) / 2 }[align]
  const top = goesAbove ? at.top - APART_PX - height : at.bottom + APART_PX
  floating.style.left = `${Math.max(EDGE_PX, Math.min(window.innerWidth - width - EDGE_PX, left))}px`
  floating.style.top = `${Math.max(EDGE_PX, Math.min(window.innerHeight - height - EDGE_PX, top))}px`
}
