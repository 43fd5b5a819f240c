import { expect, test } from 'vitest'
import { aliasIdsOf } from './alias-ids'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

test.each([
  [{ session_id: 's-1', trace_id: TRACE }, 's-1', TRACE],
  [{ 'session.id': 's-2' }, 's-2', null],
  [{ sessionId: 17, traceId: TRACE.toUpperCase() }, '17', TRACE],
  [{ traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }, null, TRACE],
  [{ session: '', trace: 'not a trace' }, null, null],
  [{ trace_id: '0'.repeat(32) }, null, null],
  [{ plan: 'pro' }, null, null],
])('%j', (context, session, trace) => {
  expect(aliasIdsOf(context)).toEqual({ session, trace })
})
