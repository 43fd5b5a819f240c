import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/**
 * A shop's own web page, from another origin than ours, whose script is an application with the official OpenFeature web
 * SDK. It takes address, key, flag and person from its own address.
 */
export async function openShop(): Promise<{ url: string; close: () => Promise<void> }> {
  const entry = fileURLToPath(new URL('shop-client.ts', import.meta.url))
  const built = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife', platform: 'browser' })
  const script = built.outputFiles[0]?.text ?? ''
  const server = createServer((request, response) => {
    const isScript = request.url === '/shop.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
    response.end(
      isScript ? script : '<!doctype html><title>Shop</title><output></output><script src="/shop.js"></script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) }
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the shop has no port')
  return address.port
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
