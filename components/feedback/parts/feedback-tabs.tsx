import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { paths } from '@/lib/kernel/paths'

const TABS = [
  ['inbox', 'Inbox', paths.feedback()],
  ['clusters', 'Clusters', paths.clusters()],
  ['sources', 'Sources', paths.feedbackSources()],
  ['targets', 'Targets', paths.feedbackTargets()],
] as const

/** The four places of feedback. */
export const FeedbackTabs = ({ here }: { here: (typeof TABS)[number][0] }) => (
  <nav aria-label="Feedback" className="flex gap-1 border-b border-line">
    {TABS.map(([key, label, href]) => (
      <Link
        key={key}
        href={href}
        prefetch={false}
        aria-current={key === here ? 'page' : undefined}
        className={cx(
          'touchable -mb-px inline-flex h-10 items-center border-b-2 px-3 text-body',
          key === here ? 'border-accent font-medium' : 'border-transparent text-text-2 hover:text-text',
        )}
      >
        {label}
      </Link>
    ))}
  </nav>
)
