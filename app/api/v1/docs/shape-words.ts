import { type Shape } from '../openapi.json/shapes'
import { html, none, type Html } from './html'

const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value)
const shapesIn = (value: unknown): Shape[] => (Array.isArray(value) ? value.filter(isShape) : [])
const joined = (parts: readonly Html[], between: string): Html =>
  html`${parts.map((part, i) => (i === 0 ? part : html`${between}${part}`))}`

/** A shape in a few words; what has a name is a link to it. */
export function shapeWords(shape: Shape): Html {
  const { type, format, items } = shape
  if (typeof shape['$ref'] === 'string') {
    const name = shape['$ref'].split('/').at(-1) ?? ''
    return html`<a href="#schema-${name}">${name}</a>`
  }
  if ('const' in shape) return html`<code>${JSON.stringify(shape['const'])}</code>`
  if (Array.isArray(shape['enum'])) {
    const all = shape['enum'].map((value) => html`<code>${JSON.stringify(value)}</code>`)
    return joined(all, ' | ')
  }
  const options = [...shapesIn(shape['anyOf']), ...shapesIn(shape['oneOf'])]
  if (options.length > 0) return joined(options.map(shapeWords), ' or ')
  if (isShape(items)) return html`list of ${shapeWords(items)}`
  if (Array.isArray(type)) return html`${type.join(' or ')}`
  if (isShape(shape['properties'])) return html`object ${members(shape)}`
  if (type === 'object' && isShape(shape['additionalProperties'])) {
    return html`by key: ${shapeWords(shape['additionalProperties'])}`
  }
  return html`${typeof type === 'string' ? type : 'anything'}${typeof format === 'string' ? ` (${format})` : ''}`
}

/** The members of an object, a row each. */
export function members(shape: Shape): Html {
  const properties = isShape(shape['properties']) ? shape['properties'] : {}
  const required: unknown[] = Array.isArray(shape['required']) ? shape['required'] : []
  const rows = Object.entries(properties).map(([name, member]) => {
    const words = isShape(member) ? shapeWords(member) : none
    const standard =
      isShape(member) && 'default' in member ? html` <small>default ${JSON.stringify(member['default'])}</small>` : none
    return html`<li><b>${name}</b>${required.includes(name) ? none : html`<small>?</small>`} ${words}${standard}</li>`
  })
  return rows.length === 0
    ? none
    : html`<ul class="members">
        ${rows}
      </ul>`
}
