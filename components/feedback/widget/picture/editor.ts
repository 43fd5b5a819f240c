import { button, el } from '../element'
import { type Area, areaWords, between, MIDDLE, moved, sized } from './area'
import { blur, crop, encode } from './encode'

const STEP = 0.02
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
}
const HELP = 'Draw an area, or move it with the arrow keys; with Shift they change its size.'

const percent = (part: number): string => `${part * 100}%`

/** Cuts and blurs by pointer or by keys; what is attached is what is seen. */
export function editor(place: HTMLElement, first: HTMLCanvasElement, onEnd: (blob: Blob | null) => void): void {
  const done: HTMLCanvasElement[] = [first]
  let area: Area = MIDDLE
  const stage = el('div', { class: 'stage', tabindex: '0', role: 'application', 'aria-describedby': 'sh' })
  stage.setAttribute('aria-label', 'Picture with a movable area')
  const frame = el('div', { class: 'frame' })
  const status = el('p', { role: 'status' })
  const show = (): void => {
    const { x, y, width, height } = area
    Object.assign(frame.style, { left: percent(x), top: percent(y), width: percent(width), height: percent(height) })
  }
  const last = (): HTMLCanvasElement => done.at(-1) ?? first
  const redraw = (words: string): void => {
    stage.replaceChildren(last(), frame)
    undo.disabled = done.length === 1
    status.textContent = words
    show()
  }
  const change = (next: HTMLCanvasElement, words: string): void => {
    done.push(next)
    redraw(words)
  }
  const undo = button('Undo', () => {
    if (done.length > 1) done.pop()
    redraw('Taken back.')
    stage.focus()
  })
  const attach = button(
    'Attach it',
    () => {
      attach.disabled = true
      void encode(last()).then(onEnd)
    },
    { class: 'primary' },
  )
  drawByPointer(stage, (drawn) => {
    area = drawn
    show()
  })
  stage.addEventListener('keydown', (event) => {
    const by = ARROWS[event.key]
    if (!by) return
    event.preventDefault()
    area = event.shiftKey ? sized(area, ...by) : moved(area, ...by)
    show()
    status.textContent = areaWords(area)
  })
  place.replaceChildren(
    el('h3', {}, 'What may be seen of it?'),
    stage,
    el('p', { class: 'note', id: 'sh' }, HELP),
    el(
      'div',
      { class: 'row tools' },
      button('Blur this area', () => change(blur(last(), area), 'The area is blurred.')),
      button('Keep only this area', () => {
        const part = crop(last(), area)
        area = MIDDLE
        change(part, 'Everything else is cut off.')
      }),
      undo,
    ),
    status,
    el(
      'div',
      { class: 'row' },
      attach,
      button('Do not attach', () => onEnd(null), { class: 'plain' }),
    ),
  )
  redraw('')
  stage.focus()
}

function drawByPointer(stage: HTMLElement, onDrawn: (area: Area) => void): void {
  let from: { x: number; y: number } | null = null
  const at = ({ clientX, clientY }: PointerEvent): { x: number; y: number } => {
    const box = stage.getBoundingClientRect()
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height }
  }
  stage.addEventListener('pointerdown', (event) => {
    from = at(event)
    stage.setPointerCapture(event.pointerId)
  })
  stage.addEventListener('pointermove', (event) => {
    const drawn = from && between(from, at(event))
    if (drawn) onDrawn(drawn)
  })
  for (const name of ['pointerup', 'pointercancel'] as const) stage.addEventListener(name, () => (from = null))
}
