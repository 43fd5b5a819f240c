import { type WidgetConfig } from './config'
import { el } from './element'
import { picturesField } from './pictures'
import { STYLE } from './style'

/** What somebody wrote. */
export type Written = {
  text: string
  kind: string
  score: number | null
  mayReply: boolean
  email: string
  pictures: readonly Blob[]
}
export type Form = {
  open(): void
  close(): void
  /** Shows what people are told before they send. */
  tell(words: string): void
  /** Shows how it went; `again` keeps the words for another try. */
  told(words: string, end: 'thanks' | 'again'): void
}

const KINDS = [
  ['', 'Anything'],
  ['bug', 'Something is broken'],
  ['idea', 'An idea'],
  ['confusing', 'Something is confusing'],
  ['slow', 'Something is slow'],
] as const

function scoreField(scale: WidgetConfig['scale']): HTMLFieldSetElement | null {
  if (scale === 'none') return null
  const from = scale === '5' ? 1 : 0
  const values = Array.from({ length: Number(scale) - from + 1 }, (_, i) => String(from + i))
  const choices = values.map((value) => el('label', {}, el('input', { type: 'radio', name: 'score', value }), value))
  const legend = el('legend', {}, `How is it? (${values[0]} hard, ${values.at(-1)} easy; optional)`)
  return el('fieldset', {}, legend, el('div', { class: 'scores' }, ...choices))
}

/** What is sent along, so that nobody has to guess. */
const attached = ({ appVersion }: WidgetConfig, pictures: number): string =>
  [
    pictures > 0 && `${pictures === 1 ? 'the picture' : `the ${pictures} pictures`} above`,
    'the address of this page without its query',
    appVersion && `the version ${appVersion}`,
    'the time',
    'your language',
  ]
    .filter(Boolean)
    .join(', ')

/** Builds the form in a shadow root, closed until asked for. It is no modal: the page stays usable around it. */
export function buildForm(root: ShadowRoot, config: WidgetConfig, onSend: (written: Written) => void): Form {
  const place = el('div', { class: 'edit', hidden: '' })
  const what = el('span')
  const count = (pictures: number): void => {
    what.textContent = `We attach: ${attached(config, pictures)}. Never what you typed elsewhere.`
  }
  const edit = (editing: boolean): void => {
    form.hidden = editing
    place.hidden = !editing
    dialog.classList.toggle('wide', editing)
  }
  const pictures = picturesField(config.origin, place, { onEdit: edit, onCount: count })
  count(0)
  const text = el('textarea', { id: 't', required: '', maxlength: '10000', rows: '4' })
  const kind = el('select', { id: 'k' }, ...KINDS.map(([value, label]) => el('option', { value }, label)))
  const email = el('input', { id: 'e', type: 'email', autocomplete: 'email', maxlength: '254' })
  const reply = el('input', { id: 'r', type: 'checkbox' })
  const send = el('button', { type: 'submit', class: 'primary' }, 'Send')
  const shut = el('button', { type: 'button', class: 'quiet', 'aria-label': 'Close' }, '×')
  const status = el('p', { role: 'status' })
  const scores = scoreField(config.scale)
  const privacy = config.privacyUrl
    ? [' ', el('a', { href: config.privacyUrl, target: '_blank', rel: 'noopener noreferrer' }, 'Privacy')]
    : []
  const told = el('p', { class: 'note', hidden: '' })
  const form = el(
    'form',
    {},
    el('label', { for: 't' }, 'What happened, or what is missing?'),
    text,
    el('label', { for: 'k' }, 'What is it about?'),
    kind,
    ...(scores ? [scores] : []),
    el('div', { class: 'row' }, reply, el('label', { for: 'r' }, 'You may answer me by e-mail')),
    el('div', { class: 'mail', hidden: '' }, el('label', { for: 'e' }, 'E-mail'), email),
    pictures.element,
    el('p', { class: 'note' }, what, ...privacy),
    told,
    send,
  )
  const dialog = el('div', { role: 'dialog', 'aria-labelledby': 'h', class: 'panel', hidden: '' })
  dialog.append(
    el('div', { class: 'head' }, el('h2', { id: 'h', tabindex: '-1' }, config.label), shut),
    form,
    place,
    status,
  )
  root.append(el('style', {}, STYLE), dialog)

  let before: Element | null = null
  const close = (): void => {
    dialog.hidden = true
    if (before instanceof HTMLElement) before.focus()
  }
  reply.addEventListener('change', () => {
    email.parentElement?.toggleAttribute('hidden', !reply.checked)
    email.required = reply.checked
  })
  shut.addEventListener('click', close)
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
    event.stopPropagation() // the page's own single keys must not fire while somebody writes here
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const chosen = form.querySelector<HTMLInputElement>('input[name=score]:checked')
    send.disabled = true
    status.textContent = 'Sending…'
    onSend({
      text: text.value.trim(),
      kind: kind.value,
      score: chosen ? Number(chosen.value) : null,
      mayReply: reply.checked,
      email: reply.checked ? email.value.trim() : '',
      pictures: pictures.all(),
    })
  })
  return {
    open: () => {
      before = root.activeElement ?? document.activeElement // the page sees of our own button only its host
      dialog.hidden = false
      form.hidden = !place.hidden
      status.textContent = ''
      text.focus()
    },
    close,
    tell: (words) => {
      told.textContent = words
      told.hidden = words === ''
    },
    told: (words, end) => {
      send.disabled = false
      status.textContent = words
      if (end === 'again') return
      form.reset()
      pictures.clear()
      form.hidden = true
      root.querySelector<HTMLElement>('h2')?.focus()
    },
  }
}
