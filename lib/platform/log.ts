import { pino, type Logger } from 'pino'

export type Log = Logger

/** Structured log of one process. Keys, tokens, passwords and stream addresses never reach it. */
export function openLog(process_: string): Log {
  return pino({
    level: process.env['LOG_LEVEL'] ?? 'info',
    base: { process: process_ },
    redact: {
      paths: [
        'password',
        'token',
        'key',
        'secret',
        'authorization',
        '*.password',
        '*.token',
        '*.secret',
        '*.authorization',
        'req.headers',
      ],
      censor: '[hidden]',
    },
  })
}
