/** A part of a picture; all four from 0 to 1 of its width and height. */
export type Area = { x: number; y: number; width: number; height: number }

const LEAST = 0.02
const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)

/** Where whoever uses keys begins: the middle. */
export const MIDDLE: Area = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }

/** The same area elsewhere, never beyond the picture. */
export const moved = ({ width, height, ...at }: Area, right: number, down: number): Area => ({
  x: within(at.x + right, 0, 1 - width),
  y: within(at.y + down, 0, 1 - height),
  width,
  height,
})

/** Its right and lower edge elsewhere. */
export const sized = ({ x, y, ...size }: Area, right: number, down: number): Area => ({
  x,
  y,
  width: within(size.width + right, LEAST, 1 - x),
  height: within(size.height + down, LEAST, 1 - y),
})

/** What a pointer drew from one point to another, in either direction; null: it was only a click. */
export function between(from: { x: number; y: number }, to: { x: number; y: number }): Area | null {
  const [left, right] = [from.x, to.x].map((at) => within(at, 0, 1)).toSorted((a, b) => a - b)
  const [top, bottom] = [from.y, to.y].map((at) => within(at, 0, 1)).toSorted((a, b) => a - b)
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) return null
  if (right - left < LEAST || bottom - top < LEAST) return null
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Whole pixels of a picture: never none, never beyond it. */
export function pixels({ x, y, width, height }: Area, size: { width: number; height: number }): Area {
  const left = Math.min(Math.floor(x * size.width), size.width - 1)
  const top = Math.min(Math.floor(y * size.height), size.height - 1)
  return {
    x: left,
    y: top,
    width: within(Math.ceil(width * size.width), 1, size.width - left),
    height: within(Math.ceil(height * size.height), 1, size.height - top),
  }
}

/** For whoever cannot see it. */
export const areaWords = ({ x, y, width, height }: Area): string => {
  const [left, top, wide, high] = [x, y, width, height].map((part) => `${Math.round(part * 100)} %`)
  return `Area: ${left} from the left, ${top} from the top, ${wide} wide, ${high} high.`
}

/**
 * Into how many blocks a blurred side goes: so few that no letter is left, however small the area is. Finer blocks can
 * be read again by trying letters.
 */
export const blocks = (side: number): number => within(Math.round(side / 32), 1, 8)
