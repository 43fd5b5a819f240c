import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

test('the widget stays below 12 kB as sent, and needs nothing from anywhere', async () => {
  const { outputFiles } = await build({
    entryPoints: ['components/feedback/widget/main.ts'],
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    write: false,
  })
  const [script] = outputFiles
  expect(script).toBeDefined()
  expect(gzipSync(script?.contents ?? '').length).toBeLessThan(12_000)
  expect(script?.text).not.toMatch(/innerHTML|eval\(|import\(/)
})
