'use client'
import { type RefObject, useRef } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'

/** `j`, `k` and `o` over the links of a list that carry `data-row`. */
export function useRowKeys(): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null)
  const step = (by: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
    const at = links.findIndex((link) => link === document.activeElement)
    links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
  }
  useHotkeys(
    [
      { key: 'j', label: 'Next row', run: () => step(1) },
      { key: 'k', label: 'Previous row', run: () => step(-1) },
      { key: 'o', label: 'Open the row', run: openFocused },
    ],
    'List',
  )
  return list
}

function openFocused(): void {
  const { activeElement } = document
  if (activeElement instanceof HTMLAnchorElement && activeElement.dataset['row'] !== undefined) activeElement.click()
}
