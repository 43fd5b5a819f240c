'use client'
import { Dialog } from '@/components/ui/dialog'
import { TOPICS } from './topics'

/** A page of the guide over the page it explains. */
export function TopicDialog({ slug, onClose }: { slug: string; onClose: () => void }) {
  const topic = TOPICS.find((each) => each.slug === slug)
  if (!topic) return null
  return (
    <Dialog open onOpenChange={onClose} title={topic.title} description={topic.answer}>
      <div className="flex flex-col gap-4 pb-4">{topic.body}</div>
    </Dialog>
  )
}
