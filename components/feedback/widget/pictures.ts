import { button, el } from './element'

const MOST = 3
const THUMB = 56

/** The pictures of one message, with the part of the form that shows them. */
export type Pictures = { element: HTMLElement; all(): readonly Blob[]; clear(): void }

/** The tool that takes, cuts and blurs is a script of its own: only whoever adds a picture pays for it. */
function loadTool(origin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (window.Soundings?.editPicture) return resolve()
    const script = el('script', { src: `${origin}/widget-picture.js` })
    script.addEventListener('load', () => {
      script.remove()
      resolve()
    })
    script.addEventListener('error', () => {
      script.remove()
      reject(new Error('not loaded'))
    })
    document.head.append(script)
  })
}

/** @param onEdit says when the tool has the place of the form; `onCount` how many pictures there are */
export function picturesField(
  origin: string,
  place: HTMLElement,
  { onEdit, onCount }: { onEdit: (editing: boolean) => void; onCount: (count: number) => void },
): Pictures {
  const kept = new Map<HTMLElement, Blob>()
  const list = el('ul', { class: 'pictures', 'aria-label': 'Pictures' })
  const note = el('p', { role: 'status' })
  const changed = (): void => {
    add.disabled = kept.size >= MOST
    note.textContent = kept.size >= MOST ? `That is the most: ${MOST} pictures.` : ''
    onCount(kept.size)
  }
  const edit = async (): Promise<void> => {
    add.disabled = true
    note.textContent = ''
    try {
      await loadTool(origin)
    } catch {
      changed()
      note.textContent = 'The tool for pictures could not be loaded. Your words can be sent without one.'
      return
    }
    onEdit(true)
    const blob = (await window.Soundings?.editPicture?.(place)) ?? null
    onEdit(false)
    if (blob) keep(blob)
    changed()
    if (!add.disabled) add.focus()
  }
  const keep = (blob: Blob): void => {
    const item = el('li')
    const remove = button('×', () => {
      kept.delete(item)
      item.remove()
      changed()
      add.focus()
    })
    remove.setAttribute('aria-label', `Remove picture ${kept.size + 1}`)
    remove.className = 'quiet'
    item.append(thumb(blob), remove)
    list.append(item)
    kept.set(item, blob)
  }
  const add = button('Add a picture…', () => void edit(), { class: 'plain' })
  return {
    element: el('div', {}, list, add, note),
    all: () => [...kept.values()],
    clear: () => {
      kept.clear()
      list.replaceChildren()
      changed()
    },
  }
}

/** Drawn, not linked: the page's own policy may forbid pictures of unknown addresses. */
function thumb(blob: Blob): HTMLCanvasElement {
  const canvas = el('canvas', { width: `${THUMB}`, height: `${THUMB}`, role: 'img', 'aria-label': 'Your picture' })
  void drawThumb(canvas, blob)
  return canvas
}

async function drawThumb(canvas: HTMLCanvasElement, blob: Blob): Promise<void> {
  const bitmap = await createImageBitmap(blob)
  const scale = Math.min(THUMB / bitmap.width, THUMB / bitmap.height)
  const [width, height] = [bitmap.width * scale, bitmap.height * scale]
  canvas.getContext('2d')?.drawImage(bitmap, (THUMB - width) / 2, (THUMB - height) / 2, width, height)
}
