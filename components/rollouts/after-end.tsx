import Link from 'next/link'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { paths } from '@/lib/kernel/paths'
import { type RolloutView } from '@/lib/rollouts/core/schema'

const ENDED: ReadonlySet<RolloutView['state']> = new Set(['rolled-back', 'finished', 'abandoned'])

/** What is left to do when it is over: say what was learned, or begin again from the same plan. */
export function AfterEnd({ rollout, review }: { rollout: RolloutView; review: () => void }) {
  if (!ENDED.has(rollout.state)) return null
  return (
    <Banner
      tone={rollout.reviewed ? 'plain' : 'info'}
      actions={
        <>
          <Button size="small" onClick={review}>
            {rollout.reviewed ? 'Read review' : 'Write review'}
          </Button>
          <Link className={buttonClass('secondary', 'small')} href={paths.rolloutFrom(rollout.name)}>
            New rollout from this
          </Link>
        </>
      }
    >
      {rollout.reviewed
        ? 'This rollout is over and has its review.'
        : 'It is over. Write what you saw and learned while it is fresh.'}
    </Banner>
  )
}
