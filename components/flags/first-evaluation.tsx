'use client'
import { useEffect, useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { type FlagView } from '@/lib/flags/core/schema'
import { paths } from '@/lib/kernel/paths'
import { snippetOf } from './snippet'

const LOOK_EVERY_MS = 1500

/** The lines to paste, until the first client has asked: then that is said instead. */
export function FirstEvaluation({ flag }: { flag: FlagView }) {
  const [seen, setSeen] = useState<{ environment: string; atMs: number } | null>(null)
  const [nowMs, setNowMs] = useState(0)
  const hasSeen = seen !== null
  useEffect(() => {
    const look = async () => {
      setNowMs(Date.now())
      if (hasSeen) return
      const environment = await firstAsker(flag.key)
      if (environment) setSeen({ environment, atMs: Date.now() })
    }
    const timer = setInterval(() => void look(), hasSeen ? 1000 : LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [flag.key, hasSeen])
  const origin = typeof window === 'undefined' ? '' : window.location.origin
  const code = snippetOf(flag.key, flag.type, flag.variants[flag.defaultVariant], origin)
  return (
    <section aria-label="Your first request" className="card flex flex-col gap-3 px-5 py-4">
      <h2 className="text-answer font-bold">Paste 3 lines into your app</h2>
      <pre className="rounded-control bg-sunken p-3 text-dense break-all whitespace-pre-wrap">{code}</pre>
      <div className="flex flex-wrap items-center gap-3">
        <CopyButton text={code} label="Copy" />
        <output data-seen={hasSeen} className="text-body">
          {seen ? (
            <strong>
              ✓ First evaluation received from you in {seen.environment},{' '}
              {Math.max(0, Math.round((nowMs - seen.atMs) / 1000))} s ago
            </strong>
          ) : (
            'Waiting for the first evaluation. It shows here a second after your app asks.'
          )}
        </output>
      </div>
    </section>
  )
}

/** The environment in which somebody asked; null while nobody has, or while the answer is away. */
async function firstAsker(key: string): Promise<string | null> {
  try {
    const response = await fetch(paths.api.flagVerb(key, 'seen'))
    const body: unknown = await response.json()
    if (typeof body !== 'object' || body === null || !('items' in body) || !Array.isArray(body.items)) return null
    const [first]: unknown[] = body.items
    if (typeof first !== 'object' || first === null || !('environment' in first)) return null
    return String(first.environment)
  } catch {
    return null
  }
}
