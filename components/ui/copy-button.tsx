'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useAnnounce } from './announcer'
import { Button } from './button'

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const announce = useAnnounce()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
      announce('polite', 'Copied')
    } catch {
      setState('failed') // the browser forbids it: the text is shown to be copied by hand
    }
  }
  if (state === 'failed')
    return <code className="rounded-chip bg-sunken px-2 py-1 text-caption select-all">{text}</code>
  const Icon = state === 'copied' ? Check : Copy
  return (
    <Button size="small" onClick={() => void copy()} icon={<Icon aria-hidden="true" size={16} strokeWidth={1.75} />}>
      {state === 'copied' ? 'Copied' : label}
    </Button>
  )
}
