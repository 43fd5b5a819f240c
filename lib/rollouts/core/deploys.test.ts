import { expect, test } from 'vitest'
import { withoutOvertaken } from './deploys'

const row = (kind: string, deployment?: string) => ({ kind: `deploy.${kind}`, data: deployment ? { deployment } : {} })

test('a deployment that has come further is one arrow', () => {
  const rows = [row('started', 'a'), row('started', 'b'), row('finished', 'a'), row('rolled_back', 'a')]
  expect(withoutOvertaken(rows)).toEqual([rows[1], rows[2], rows[3]])
})

test('what was told in words alone stays as it was told', () => {
  const rows = [row('started'), row('finished')]
  expect(withoutOvertaken(rows)).toEqual(rows)
})
