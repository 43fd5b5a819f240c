import { openApiDocument } from '../openapi.json/document'
import { docsPage } from './reference'

const made = new Map<string, string>()

/** The contract as a page; it says nothing about any workspace and is open to everybody. */
export function GET(request: Request): Response {
  const theme = /(?:^|;\s*)theme=(light|dark)(?:;|$)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? ''
  const page = made.get(theme) ?? docsPage(openApiDocument(), theme)
  made.set(theme, page)
  return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' } })
}
