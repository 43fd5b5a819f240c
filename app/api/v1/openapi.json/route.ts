import { openApiDocument } from './document'

let made: string | undefined

/** The public contract as OpenAPI 3.1; it says nothing about any workspace and is open to everybody. */
export function GET(): Response {
  made ??= JSON.stringify(openApiDocument())
  return new Response(made, {
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
  })
}
