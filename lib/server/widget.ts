import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { problem, type HotRequest, type HotResponse } from '@/lib/platform/hot'
import { projectRoot } from '@/lib/platform/root'

/** Pages of customers carry its address for years: it is looked at again after five minutes, never frozen. */
const CACHE = 'public, max-age=300, stale-while-revalidate=86400'

type Script = 'widget.js' | 'widget-picture.js'
const built = new Map<Script, Promise<{ body: Buffer; etag: string }>>()

async function load(script: Script) {
  const body = await readFile(join(projectRoot(), 'dist', script))
  return { body, etag: `"${hash('sha256', body, 'base64url').slice(0, 16)}"` }
}

/**
 * `GET /widget.js`: the feedback widget for the pages of customers, without a key and from any origin; and its tool for
 * pictures, which it loads for whoever adds one.
 */
export async function widgetAnswer(request: HotRequest, script: Script): Promise<HotResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const refused = problem(405, 'method-not-allowed', 'Read the widget with GET.')
    return { ...refused, headers: { ...refused.headers, allow: 'GET, HEAD' } }
  }
  try {
    const loading = built.get(script) ?? load(script)
    built.set(script, loading)
    const { body, etag } = await loading
    const headers = {
      etag,
      'cache-control': CACHE,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    }
    if (request.header('if-none-match') === etag) return { status: 304, headers, body: null }
    return { status: 200, headers: { ...headers, 'content-type': 'text/javascript; charset=utf-8' }, body }
  } catch {
    built.delete(script) // with `npm run dev` it is there once somebody has built
    return problem(404, 'not-built', 'The widget is not built yet. Run npm run build.')
  }
}
