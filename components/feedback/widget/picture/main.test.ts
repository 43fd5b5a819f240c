import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.unstubAllGlobals())

test('the tool adds itself to what the page has of us already', async () => {
  const open = vi.fn()
  vi.stubGlobal('window', { Soundings: { open } })
  await import('./main')
  expect(window.Soundings).toEqual({ open, editPicture: expect.any(Function) })
})
