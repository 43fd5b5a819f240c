import { paths } from '@/lib/kernel/paths'
import { type DocumentedOperation, type OpenApi } from '../openapi.json/document'
import { Html, html, none } from './html'
import { members, shapeWords } from './shape-words'
import { STYLE } from './style'

/** The contract for people to read: no script, one page, everything that has a name is a link. */
export function docsPage(document: OpenApi, theme: string): string {
  const rooms = document.tags.map(({ name }) => ({
    name,
    id: `room-${idOf(name)}`,
    entries: entriesOf(document, name),
  }))
  const total = rooms.reduce((sum, { entries }) => sum + entries.length, 0)
  const nav = rooms.map(
    ({ name, id, entries }) => html`<li><a href="#${id}">${name}</a> <small>${entries.length}</small></li>`,
  )
  const sections = rooms.map(
    ({ name, id, entries }) =>
      html`<section aria-labelledby="${id}">
        <h2 id="${id}">${name}</h2>
        ${entries}
      </section>`,
  )
  const schemas = Object.entries(document.components.schemas).map(([name, shape]) => {
    const inside = 'properties' in shape ? members(shape) : html`<p>${shapeWords(shape)}</p>`
    return html`<section class="schema">
      <h3 id="schema-${name}">${name}</h3>
      ${inside}
    </section>`
  })
  const about = document.info.description.split('\n\n').map((paragraph) => html`<p>${coded(paragraph)}</p>`)
  const page = html`<!doctype html>
    <html lang="en" class="${theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API · Soundings</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>API</h1>
            <p class="answer">
              ${total} operations, as OpenAPI 3.1: <a href="${paths.api.openApi()}">openapi.json</a>.
            </p>
            ${about}
          </header>
          <nav aria-label="Rooms">
            <ul>
              ${nav}
              <li><a href="#schemas">Schemas</a> <small>${schemas.length}</small></li>
            </ul>
          </nav>
          ${sections}
          <section aria-labelledby="schemas">
            <h2 id="schemas">Schemas</h2>
            ${schemas}
          </section>
        </main>
      </body>
    </html>`
  return page.text
}

const idOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]+/g, '-')

/** What stands between backticks is code. */
const coded = (text: string): Html =>
  html`${text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`

function entriesOf(document: OpenApi, room: string): Html[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation.tags.includes(room) ? [entry(method, path, operation)] : [],
    ),
  )
}

function entry(method: string, path: string, operation: DocumentedOperation): Html {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const asked = parameters.map(
    ({ name, in: place, required, description: about, schema }) =>
      html`<li>
        <b>${name}</b>
        <small>${place}${required ? '' : ', may be left out'}</small> ${shapeWords(schema)}<br />${coded(about)}
      </li>`,
  )
  const answers = Object.entries(responses).map(([code, answer]) =>
    '$ref' in answer ? html` <code>${code}</code>` : none,
  )
  const [status = '', done] = Object.entries(responses).find(([, answer]) => !('$ref' in answer)) ?? []
  return html`<details id="${operationId}">
    <summary>
      <code class="method ${method}">${method.toUpperCase()}</code> <code>${path}</code> <span>${summary}</span>
    </summary>
    <p>${coded(description)}</p>
    ${
      asked.length > 0
        ? html`<h3 class="part">Parameters</h3>
            <ul class="members">
              ${asked}
            </ul>`
        : none
    }
    ${
      requestBody
        ? html`<h3 class="part">Body</h3>
            ${contentOf(requestBody.content)}`
        : none
    }
    <h3 class="part">Answer <code>${status}</code></h3>
    ${done && 'content' in done ? contentOf(done.content ?? {}) : none}
    ${
      answers.length > 0
        ? html`<h3 class="part">Refusals</h3>
            <p>${answers}</p>`
        : none
    }
  </details>`
}

const contentOf = (content: NonNullable<DocumentedOperation['requestBody']>['content']): Html =>
  html`${Object.entries(content).map(([type, { schema }]) => html`<div><small>${type}</small> ${shapeWords(schema)}</div>`)}`
