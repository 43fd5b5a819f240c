import { type AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type TestPost = {
  port: number
  /** `smtp://` address of this server. */
  url: string
  /** What arrived, in order. */
  mails: ParsedMail[]
  close(): Promise<void>
}

/** A real mail server on loopback. @param options what it refuses */
export async function aPost(options: SMTPServerOptions = {}, port = 0): Promise<TestPost> {
  const mails: ParsedMail[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    closeTimeout: 100,
    onData(stream, _session, done) {
      simpleParser(stream, (error, mail) => {
        mails.push(mail)
        done(error)
      })
    },
    ...options,
  })
  server.on('error', () => undefined) // a client that hangs up is part of some tests
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.server.address() as AddressInfo // it listens on a port, not on a pipe
  return {
    port: address.port,
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
