import { expect, test } from 'vitest'
import { parseResponse, ReadFault, type Shape } from './response'

const shape: Shape<{ weight: number; more?: number }> = { weight: 'number' }
const answer = (body: string, status = 200) => new Response(body, { status, headers: { 'x-request-id': 'req_1' } })

test('a good answer is read by its shape', async () => {
  expect(await parseResponse(shape, answer('{"weight":25,"more":1}'))).toEqual({ weight: 25, more: 1 })
})

test.each([
  ['a refusal', answer('{"code":"not-signed-in"}', 401), 401, 'not-signed-in'],
  ['no body', answer('', 502), 502, 'unknown'],
  ['another shape', answer('{"weight":"25"}'), 200, 'unreadable-answer'],
  ['a list', answer('[]'), 200, 'unreadable-answer'],
  ['a cut body', answer('{"weight":'), 200, 'unreadable-answer'],
])('%s is a fault with its status, code and request id', async (_, response, status, code) => {
  const fault = await parseResponse(shape, response).catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(ReadFault)
  expect(fault).toMatchObject({ status, code, faultId: 'req_1' })
})
