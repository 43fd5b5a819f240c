'use client'
import { useQuery } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { tagsQuery } from '@/lib/feedback/client/queries'
import { type FeedbackRow, type TriageAct } from '@/lib/feedback/core/schema'
import { tagAct } from '../asking'
import { Ask } from './ask'

type Props = { rows: readonly FeedbackRow[]; onAct: (act: TriageAct) => void }

/** Tags by their keys. Enter alone accepts what the machine suggested. */
export function TagField({ rows, onAct }: Props) {
  const { data: tags = [] } = useQuery(tagsQuery())
  const suggested = [
    ...new Set(rows.flatMap((row) => row.tags.filter(({ status }) => status === 'suggested').map(({ key }) => key))),
  ]
  return (
    <>
      <Ask
        label="Tags"
        hint="Words with spaces between; -word takes one off. Enter accepts the suggested ones."
        submit="Tag"
        start={suggested.join(' ')}
        read={tagAct}
        wrong="Tags are small letters, digits and dashes."
        onAct={onAct}
      />
      <ul aria-label="Known tags" className="flex flex-wrap gap-1.5">
        {tags
          .filter(({ enabled }) => enabled)
          .map(({ key }) => (
            <li key={key}>
              <Button size="small" onClick={() => onAct({ verb: 'tag', add: [key], remove: [] })}>
                {key}
              </Button>
            </li>
          ))}
      </ul>
    </>
  )
}
