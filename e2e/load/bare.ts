import { createServer } from 'node:http'
import { serveJobs } from './program'

/** What a plain node:http server says to everything: the very bytes that Soundings said. */
export type Said = { status: number; headers: Record<string, string>; body: Uint8Array }

let said: Said = { status: 204, headers: {}, body: new Uint8Array() }

const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(said.status, said.headers).end(said.body))
})

const jobs = {
  listen: () =>
    new Promise<number>((resolve, reject) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        if (typeof address === 'object' && address) resolve(address.port)
        else reject(new Error('no port'))
      })
    }),
  say: (what: Said) => {
    said = { ...what, body: Buffer.from(what.body) }
    return Promise.resolve()
  },
}
export type BareJobs = typeof jobs
serveJobs(jobs)
