import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

test.each([
  ['the widget', 'main.ts', 12_000],
  ['its tool for pictures', 'picture/main.ts', 25_000],
])('%s stays small as sent, and needs nothing from anywhere', async (_, entry, bytesMax) => {
  const { outputFiles } = await build({
    entryPoints: [`components/feedback/widget/${entry}`],
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    write: false,
  })
  const [script] = outputFiles
  expect(script).toBeDefined()
  expect(gzipSync(script?.contents ?? '').length).toBeLessThan(bytesMax)
  expect(script?.text).not.toMatch(/innerHTML|eval\(|import\(/)
})
