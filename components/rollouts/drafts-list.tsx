import Link from 'next/link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/kernel/paths'
import { type DraftView } from '@/lib/rollouts/core/schema'

/** Plans that somebody is still writing: nothing of them is a rollout yet. */
export function DraftsList({ drafts }: { drafts: readonly DraftView[] }) {
  if (drafts.length === 0) return null
  return (
    <section aria-label="Being written">
      <h2 className="mb-2 text-answer font-bold">
        Being written <span className="num font-normal text-text-3">{drafts.length}</span>
      </h2>
      <ul className="card divide-y divide-line py-1">
        {drafts.map(({ id, form, author, rollout, updatedAt }) => (
          <li
            key={id}
            className="relative flex flex-wrap items-baseline gap-x-4 px-4 py-2.5 text-body hover:bg-sunken/60"
          >
            <Link
              data-row=""
              href={paths.rolloutDraft(id)}
              className="rounded-chip font-medium after:absolute after:inset-0 focus-visible:outline-offset-4"
            >
              {form.flag || 'No flag yet'}
              {rollout && <span className="font-normal text-text-2"> (edits {rollout})</span>}
            </Link>
            <span className="text-dense text-text-2">
              {author}, saved <Time at={updatedAt} format="short" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
