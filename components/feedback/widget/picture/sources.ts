import { draw } from './encode'

const TYPES = new Set(['image/png', 'image/jpeg', 'image/webp'])

/** A picture out of a file; null: this browser cannot read it as one. */
export async function pictureOf(file: Blob): Promise<HTMLCanvasElement | null> {
  if (!TYPES.has(file.type)) return null
  try {
    const bitmap = await createImageBitmap(file)
    return draw(bitmap, bitmap.width, bitmap.height)
  } catch {
    return null
  }
}

/** The first picture that somebody pastes. */
export const pasted = ({ clipboardData }: ClipboardEvent): File | null =>
  [...(clipboardData?.files ?? [])].find(({ type }) => TYPES.has(type)) ?? null

export const canCapture = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function'

/** One look at the screen that the browser lets them choose; the widget itself is not on it. */
export async function capture(panel: HTMLElement): Promise<HTMLCanvasElement | null> {
  // Chromium offers the page itself first; browsers that do not know the wish pass over it.
  const wish = { video: true, audio: false, preferCurrentTab: true }
  const stream = await navigator.mediaDevices.getDisplayMedia(wish).catch(() => null) // they said no
  if (!stream) return null
  const video = document.createElement('video')
  video.muted = true
  panel.style.visibility = 'hidden'
  try {
    video.srcObject = stream
    await video.play()
    // The frame after the next is the first that can be without us.
    for (let i = 0; i < 3; i += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
    return draw(video, video.videoWidth, video.videoHeight)
  } finally {
    panel.style.visibility = ''
    for (const track of stream.getTracks()) track.stop()
  }
}
