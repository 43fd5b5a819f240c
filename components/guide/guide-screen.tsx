import Link from 'next/link'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { paths } from '@/lib/kernel/paths'
import { type Topic, TOPICS } from './topics'

/** One topic of the guide, or all of them by title. */
export function GuideScreen({ topic }: { topic: Topic | null }) {
  const crumbs = topic ? [{ label: 'Guide', href: paths.guide() }, { label: topic.title }] : [{ label: 'Guide' }]
  return (
    <RoomFrame crumbs={crumbs}>
      <div className="flex flex-col gap-5">
        <PageHead
          title={topic?.title ?? 'Guide'}
          answer={topic?.answer ?? 'How to read what Soundings says, in a few minutes each.'}
        />
        {topic ? (
          <article className="flex flex-col gap-4">{topic.body}</article>
        ) : (
          <ul className="grid gap-3 md:grid-cols-2">
            {TOPICS.map(({ slug, title, answer }) => (
              <li key={slug} className="card relative p-4 hover:bg-sunken/60">
                <h2 className="text-answer font-bold">
                  <Link href={paths.guide(slug)} className="rounded-chip after:absolute after:inset-0">
                    {title}
                  </Link>
                </h2>
                <p className="text-body text-text-2">{answer}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </RoomFrame>
  )
}
