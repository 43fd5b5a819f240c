import { type FeedbackItemView } from '@/lib/feedback/core/schema'
import { decimal, percent } from '@/lib/kernel/format'

type Because = FeedbackItemView['typeBecause']

/** The lines of a reason add up to what the machine concluded. */
const lines = (because: Because): string =>
  because
    .map(
      ({ what, weight, source }) =>
        `${source === 'start' ? 'start' : `“${what}”`} ${weight >= 0 ? '+' : '−'}${decimal(Math.abs(weight), 1)}`,
    )
    .join(' · ')

/** Why the machine tagged it so: each line with its part of the sum. */
export function BecauseList({ item }: { item: FeedbackItemView }) {
  const tags = item.tagDetails.filter(({ status }) => status !== 'removed')
  return (
    <dl className="flex flex-col gap-1 text-dense">
      {tags.map((tag) => (
        <div key={tag.key}>
          <dt className="inline font-medium">{tag.key}</dt>{' '}
          <dd className="inline text-text-2">
            {tag.source === 'person'
              ? 'by a person'
              : `${percent(tag.score)} because ${lines(tag.because) || 'of a rule'}`}
            {tag.status === 'suggested' && ' · suggested'}
          </dd>
        </div>
      ))}
      {item.typeBecause.length > 0 && (
        <div>
          <dt className="inline font-medium">{(item.type ?? 'type').replace('_', ' ')}</dt>{' '}
          <dd className="inline text-text-2">because {lines(item.typeBecause)}</dd>
        </div>
      )}
      {item.sentiments.predicted && (
        <div>
          <dt className="inline font-medium">sentiment</dt>{' '}
          <dd className="inline text-text-2">
            {sentimentSource(item)}
            {item.sentiments.mixed && ' · stated and written disagree'}
          </dd>
        </div>
      )}
    </dl>
  )
}

function sentimentSource({ sentiments }: FeedbackItemView): string {
  const { corrected, stated, predicted, source } = sentiments
  if (source === 'corrected' && corrected) return `${corrected.label}, corrected by ${corrected.by}`
  if (source === 'stated' && stated) return `${stated.label}, stated by ${stated.kind} ${stated.value}`
  return predicted ? `${predicted.label} (${decimal(predicted.score, 2)}), predicted by ${predicted.method}` : 'none'
}
