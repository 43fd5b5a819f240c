'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { useAnnounce } from '@/components/ui/announcer'
import { copyLink } from './copy-link'
import { allPlaces } from './places'

type Parts = { toggleNav: () => void; showKeys: () => void; showPalette: () => void }

/** The keys that work on every signed-in page (ux §1.5). ⌘K works while typing too: it is no single key. */
export function useFrameKeys({ toggleNav, showKeys, showPalette }: Parts): void {
  const router = useRouter()
  const announce = useAnnounce()
  useHotkeys([
    { key: '/', label: 'Search', run: showPalette },
    { key: '?', label: 'Show the keys that work here', run: showKeys },
    { key: '[', label: 'Open or close the navigation', run: toggleNav },
    {
      key: 'y',
      label: 'Copy a link to what is on screen now',
      run: () =>
        void copyLink().then((copied) =>
          announce(
            'polite',
            copied ? 'Link copied' : 'The browser did not allow copying. The address bar has the link.',
          ),
        ),
    },
    ...allPlaces.flatMap(({ label, href, go }) =>
      go ? [{ key: `g ${go}`, label: `Go to ${label}`, run: () => router.push(href) }] : [],
    ),
  ])
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return
    if (document.querySelector('dialog[open]')) return
    event.preventDefault()
    showPalette()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
