import { button, el } from '../element'
import { editor } from './editor'
import { canCapture, capture, pasted, pictureOf } from './sources'

const REFUSED = 'This is no PNG, JPEG or WebP picture that this browser can read.'

/** What is not to be on a picture of the page. */
const panelOf = (place: HTMLElement): HTMLElement => place.closest<HTMLElement>('[role=dialog]') ?? place

/** Where a picture comes from, then what of it may be seen. Nothing leaves the page before it is attached and sent. */
function editPicture(place: HTMLElement): Promise<Blob | null> {
  return new Promise((resolve) => {
    const status = el('p', { role: 'status' })
    const end = (blob: Blob | null): void => {
      place.removeEventListener('keydown', onKey)
      place.removeEventListener('paste', onPaste)
      place.replaceChildren()
      resolve(blob)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      event.stopPropagation() // it leaves the picture, not the message
      end(null)
    }
    const use = (canvas: HTMLCanvasElement | null, otherwise: string): void => {
      if (canvas) editor(place, canvas, end)
      else status.textContent = otherwise
    }
    const take = (file: Blob | null | undefined): void => {
      if (file) void pictureOf(file).then((canvas) => use(canvas, REFUSED))
    }
    const onPaste = (event: ClipboardEvent): void => {
      const file = pasted(event)
      if (file) take(file)
      else status.textContent = 'What you pasted is no picture.'
    }
    const file = el('input', { type: 'file', id: 'f', accept: 'image/png,image/jpeg,image/webp' })
    file.addEventListener('change', () => take(file.files?.[0]))
    const grab = button(
      'Take one of this page…',
      () => {
        void capture(panelOf(place)).then((canvas) => use(canvas, 'No picture was taken.'))
      },
      { class: 'plain' },
    )
    place.addEventListener('keydown', onKey)
    place.addEventListener('paste', onPaste)
    place.replaceChildren(
      el('h3', {}, 'Add a picture'),
      el('p', { class: 'note' }, 'You can cut it and blur parts of it before anything is sent. Or paste one here.'),
      el('label', { for: 'f' }, 'From a file'),
      file,
      ...(canCapture() ? [grab] : []),
      status,
      button('Back to the message', () => end(null), { class: 'plain' }),
    )
    file.focus()
  })
}

window.Soundings = Object.assign(window.Soundings ?? {}, { editPicture })
