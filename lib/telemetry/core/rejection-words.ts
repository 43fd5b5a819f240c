import { type RejectionCode } from './schema'

/** What each code means, for the sender's log; no value of the sender's is ever repeated. */
const WORDS: Record<RejectionCode, string> = {
  'unknown-key': 'the key is not known',
  'expired-key': 'the key has expired or was revoked',
  scope: 'the key may not do this',
  'body-too-large': 'the body is too large',
  'inflated-too-large': 'the body is too large when inflated',
  'too-many-rows': 'too many rows in one request',
  'record-too-large': 'the record is larger than 256 kB',
  'unsupported-media-type': 'the content type is not supported',
  'unsupported-encoding': 'the content encoding is not supported',
  malformed: 'the data is malformed',
  'too-deep': 'values are nested too deeply',
  'no-event-name': 'there is no event name',
  'no-flag-key': 'there is no flag key',
  'no-unit': 'there is no unit id (targeting key or user id)',
  'no-variant': 'there is no variant',
  'bad-id': 'the id must be 1 to 200 printable characters',
  'duplicate-id': 'the id occurs twice in this request',
  'bad-unit': 'the unit id must be 1 to 256 bytes without control characters',
  'bad-name': 'names must be 1 to 200 printable characters',
  'bad-value': 'the value must be a finite number',
  'bad-revision': 'the revision must be a whole number from 0',
  'bad-time': 'the time must be an ISO 8601 date and time or unix milliseconds',
  'too-old': 'the record is older than 48 hours',
  'in-the-future': 'the time is more than 5 minutes in the future',
  'bad-attributes': 'attributes must be few, flat and short: text, numbers or booleans',
  'unknown-type': 'the type is not known',
  'not-measured': 'nothing is measured from this kind of record',
  'rate-limited': 'this key sends more than it may; wait and go on',
  storage: 'storage is unavailable',
  busy: 'too much is waiting to be stored',
}

export const rejectionWords = (code: RejectionCode): string => WORDS[code]

/** Rejections of one request, counted by reason. */
export type Rejected = { code: RejectionCode; count: number }

export function countCodes(codes: Iterable<RejectionCode>): Rejected[] {
  const counts = new Map<RejectionCode, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].map(([code, count]) => ({ code, count }))
}

/** One sentence for an answer: `3 records: there is no flag key; 1 record: the record is older than 48 hours`. */
export function rejectedSentence(rejected: readonly Rejected[]): string {
  return rejected
    .map(({ code, count }) => `${count} ${count === 1 ? 'record' : 'records'}: ${rejectionWords(code)}`)
    .join('; ')
}
