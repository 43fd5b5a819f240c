import { type Area, blocks, pixels } from './area'

const SIDE_MAX = 2000
const BYTES_MAX = 2_000_000

const context = (canvas: HTMLCanvasElement): CanvasRenderingContext2D => {
  const found = canvas.getContext('2d')
  if (!found) throw new Error('this browser draws no pictures')
  return found
}

function blank(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width))
  canvas.height = Math.max(1, Math.round(height))
  return canvas
}

/** Pixels alone: nothing that a camera or program wrote beside them comes along. At most 2,000 a side. */
export function draw(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const scale = Math.min(1, SIDE_MAX / Math.max(width, height))
  const canvas = blank(width * scale, height * scale)
  context(canvas).drawImage(source, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** Only this area of it. */
export function crop(canvas: HTMLCanvasElement, area: Area): HTMLCanvasElement {
  const { x, y, width, height } = pixels(area, canvas)
  const part = blank(width, height)
  context(part).drawImage(canvas, x, y, width, height, 0, 0, width, height)
  return part
}

/** A copy in which nothing of this area can be read again: it is made of a few colours. */
export function blur(canvas: HTMLCanvasElement, area: Area): HTMLCanvasElement {
  const { x, y, width, height } = pixels(area, canvas)
  const few = blank(blocks(width), blocks(height))
  // In two steps: straight down to few pixels a browser only picks some, which are letters or paper by chance.
  const half = blank(few.width * 4, few.height * 4)
  context(half).drawImage(canvas, x, y, width, height, 0, 0, half.width, half.height)
  context(few).drawImage(half, 0, 0, few.width, few.height)
  const copy = draw(canvas, canvas.width, canvas.height)
  const on = context(copy)
  on.clearRect(x, y, width, height)
  on.drawImage(few, 0, 0, few.width, few.height, x, y, width, height)
  return copy
}

const blobOf = (canvas: HTMLCanvasElement, type: string, quality?: number) =>
  new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality))

/** As sharp as fits through the door: PNG, else JPEG, else smaller. */
export async function encode(canvas: HTMLCanvasElement): Promise<Blob | null> {
  for (let one = canvas; one.width > 50 && one.height > 0; one = half(one)) {
    for (const [type, quality] of [
      ['image/png', 1],
      ['image/jpeg', 0.85],
      ['image/jpeg', 0.6],
    ] as const) {
      const blob = await blobOf(one, type, quality)
      if (blob && blob.size <= BYTES_MAX) return blob
    }
  }
  return blobOf(canvas, 'image/png')
}

function half(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const small = blank(canvas.width / 2, canvas.height / 2)
  context(small).drawImage(canvas, 0, 0, small.width, small.height)
  return small
}
