'use client'
import { Eye, PencilLine } from 'lucide-react'
import { useEffect } from 'react'
import { useAnnounce } from '@/components/ui/announcer'
import { type PresenceView } from '@/lib/feedback/core/schema'
import { presenceSentence } from './presence-words'

/** Who else is at this item, in one quiet line; said once to those who do not see it. */
export function PresenceLine({ name, people }: { name: string; people: PresenceView['people'] }) {
  const announce = useAnnounce()
  const sentence = presenceSentence(people)
  useEffect(() => {
    if (sentence !== null) announce('polite', `${name}: ${sentence}`)
  }, [announce, name, sentence])
  if (sentence === null) return null
  const Icon = people.some(({ typing }) => typing) ? PencilLine : Eye
  return (
    <p className="flex items-center gap-2 text-dense text-text-2" data-presence="">
      <Icon aria-hidden="true" size={16} strokeWidth={1.75} className="shrink-0" />
      {sentence}
    </p>
  )
}
