import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { demoFile, readDemo } from './demo'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'soundings-demo-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('what is read of the demo is all of it, so that nothing is lost when it is written back', () => {
  const users = [{ email: 'sam@harbor.example', password: 'x', role: 'approver', adminKey: 'snd_admin_1' }]
  const demo = { url: '', at: 'calm', environments: ['production'], keys: { client: 'snd_client_1' }, users }
  writeFileSync(demoFile(folder), JSON.stringify(demo))
  expect(readDemo(folder)).toEqual(demo)
})

test('a demo from before moments stands where it burns; without its file one is told what to do', () => {
  expect(() => readDemo(folder)).toThrow(/Remove the folder/)
  writeFileSync(demoFile(folder), JSON.stringify({ users: [] }))
  expect(readDemo(folder)).toMatchObject({ at: 'burning' })
})
