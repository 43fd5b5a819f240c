import { expect, test } from 'vitest'
import { openApiDocument } from '../openapi.json/document'
import { operations } from '../openapi.json/operations'
import { html, Html } from './html'
import { GET } from './route'

const page = await GET(new Request('http://x/api/v1/docs', { headers: { cookie: 'a=b; theme=dark' } })).text()

test('shows every operation, in the reader’s theme, and needs no script', () => {
  expect(page.match(/<details /g)).toHaveLength(operations.length)
  expect(page).toContain('<html lang="en" class="dark">')
  expect(page).not.toMatch(/<script|\son\w+=|javascript:/i)
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
})
test('has one h1, and no link inside it leads nowhere', () => {
  expect(page.match(/<h1/g)).toHaveLength(1)
  const ids = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))
  expect([...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id).filter((id) => !ids.has(id))).toEqual([])
  expect(Object.keys(openApiDocument().components.schemas).filter((name) => !ids.has(`schema-${name}`))).toEqual([])
})
test('escapes what it is given', () => {
  expect(html`<b title="${'"><script>'}">${'a & b'}${new Html('<i>')}${[html`${'<'}`]}</b>`.text).toBe(
    '<b title="&quot;&gt;&lt;script&gt;">a &amp; b<i>&lt;</b>',
  )
})
