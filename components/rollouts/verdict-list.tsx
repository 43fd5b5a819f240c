import { type VerdictCode } from '@/lib/rollouts/core/schema'
import { VerdictBadge } from './verdict-mark'

const MEANINGS: readonly [VerdictCode, string, string][] = [
  ['too-early', 'Too few people so far to say anything.', 'Wait; the page says about how long.'],
  ['safe-so-far', 'No harm was found, but harm is not ruled out yet.', 'Stay at this share until it is.'],
  ['harm-ruled-out', 'Harm beyond every limit is ruled out.', 'Go on as soon as the other gates are met.'],
  ['neutral', 'No difference that matters, in either direction.', 'Ship it or drop it for other reasons.'],
  ['cannot-tell', 'Enough time has passed, but too few people use it.', 'Widen the stage, or let a person decide.'],
  ['close-to-limit', 'It may be past the limit, or may be fine.', 'Nothing acts yet; look again soon.'],
  ['harmful', 'People are hurt more than the limit tolerates.', 'Roll back, or say why not.'],
  [
    'harmful-for-segment',
    'Fine overall, but a planned group of people is hurt.',
    'Stop it for that group, or altogether.',
  ],
  [
    'comparison-broken',
    'The two groups cannot be compared: uneven split, or broken or old data.',
    'Mend the data. The share stays where it is; stops on hard limits still work.',
  ],
  ['outside-cause', 'It got worse for everybody, with and without the new version.', 'Hold; look elsewhere.'],
]

/** Ten verdicts with their marks, what they mean and what to do. */
export const VerdictList = () => (
  <dl className="flex flex-col gap-4 text-body">
    {MEANINGS.map(([code, means, next]) => (
      <div key={code} className="grid gap-x-6 gap-y-1 sm:grid-cols-[14rem_1fr]">
        <dt>
          <VerdictBadge code={code} />
        </dt>
        <dd className="measure">
          {means} <span className="text-text-2">{next}</span>
        </dd>
      </div>
    ))}
  </dl>
)
