/** What a mail of ours says: short paragraphs, at most one thing to press, and why it came. */
export type Letter = {
  paragraphs: readonly string[]
  action?: { label: string; url: string } | undefined
  /** After "You get this because": why this person got this mail. */
  why: string
}

/** The letter as plain text and as simple HTML. All words are escaped; a link is one of ours and never acts by itself. */
export function letter({ paragraphs, action, why }: Letter): { text: string; html: string } {
  const because = `You get this because ${why}`
  const lines = [...paragraphs, ...(action ? [`${action.label}: ${action.url}`] : []), `-- \n${because}`]
  const body = paragraphs.map((paragraph) => `<p>${withBreaks(escape(paragraph))}</p>`)
  const button = action ? [`<p><a href="${escape(action.url)}">${escape(action.label)}</a></p>`] : []
  const footer = `<p style="color:#5c6673;font-size:13px">${escape(because)}</p>`
  const html = `<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#12171e;max-width:36rem">${[...body, ...button, footer].join('\n')}</body></html>`
  return { text: `${lines.join('\n\n')}\n`, html }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)
const withBreaks = (text: string): string => text.replaceAll('\n', '<br>')
