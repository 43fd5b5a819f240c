type Attributes = Readonly<Record<string, string>>

/** One element with text or children; text never becomes markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

/** A button that sends no form. */
export function button(label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = el('button', { type: 'button', ...attributes }, label)
  element.addEventListener('click', onClick)
  return element
}

/** What the scripts of the widget know of each other, on the page that carries them. */
export type OnPage = {
  open?(): void
  close?(): void
  /** Of the second script, loaded by whoever wants to add a picture. @returns null: they changed their mind */
  editPicture?(place: HTMLElement): Promise<Blob | null>
}
declare global {
  interface Window {
    Soundings?: OnPage
  }
}
