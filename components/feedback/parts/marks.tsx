import { ChevronDown, ChevronsUp, ChevronUp } from 'lucide-react'
import { cx } from '@/components/ui/cx'
import { type FeedbackRow } from '@/lib/feedback/core/schema'

const SENTIMENT = {
  negative: { sign: '−', word: 'Negative', tone: 'text-bad' },
  neutral: { sign: '0', word: 'Neutral', tone: 'text-baseline' },
  positive: { sign: '+', word: 'Positive', tone: 'text-good' },
} as const

/** Sign for the eye, word for everybody else. What was not looked at yet is never neutral. */
export function SentimentMark({
  row,
  word = false,
}: {
  row: Pick<FeedbackRow, 'sentiment' | 'enrichment' | 'sentimentMixed'>
  word?: boolean
}) {
  const told = row.sentiment === null ? null : SENTIMENT[row.sentiment]
  const text = told ? `${told.word}${row.sentimentMixed ? ', mixed' : ''}` : notEnriched(row)
  return (
    <span className={cx('inline-flex items-center gap-1 whitespace-nowrap', told?.tone ?? 'text-text-3')}>
      <span aria-hidden="true" className="num inline-block w-3 text-center font-bold">
        {told?.sign ?? '·'}
      </span>
      <span className={word ? '' : 'sr-only'}>{text}</span>
    </span>
  )
}

export const notEnriched = ({ enrichment }: Pick<FeedbackRow, 'enrichment'>): string =>
  enrichment === 'failed' ? 'Not enriched: needs attention' : 'Not enriched'

const COHORT = {
  exposed: { word: 'Exposed', look: 'border-accent text-accent' },
  baseline: { word: 'Baseline', look: 'border-baseline text-baseline' },
  mixed: { word: 'Both arms', look: 'border-line-strong text-text-2' },
  unknown: { word: 'Unknown', look: 'border-dashed border-line-strong text-text-3' },
} as const

/** Which arm the person was in when they wrote. Unknown is a word of its own, never baseline. */
export function CohortChip({ row }: { row: Pick<FeedbackRow, 'cohort' | 'exposedTo'> }) {
  const { word, look } = COHORT[row.cohort]
  const flags = row.cohort === 'exposed' ? row.exposedTo.slice(0, 2).join(', ') : ''
  const more = row.cohort === 'exposed' && row.exposedTo.length > 2 ? ` +${row.exposedTo.length - 2}` : ''
  return (
    <span
      className={cx('inline-flex max-w-full items-center rounded-chip border px-1.5 text-caption font-medium', look)}
    >
      <span className="truncate">
        {word}
        {flags && ` ${flags}${more}`}
      </span>
    </span>
  )
}

const PRIORITY = {
  urgent: { word: 'Urgent', Icon: ChevronsUp, tone: 'font-medium text-bad' },
  high: { word: 'High', Icon: ChevronUp, tone: 'font-medium text-warn' },
  low: { word: 'Low', Icon: ChevronDown, tone: '' },
} as const

/** Said only where it is not as usual. */
export function PriorityMark({ priority }: Pick<FeedbackRow, 'priority'>) {
  if (priority === 'normal') return null
  const { word, Icon, tone } = PRIORITY[priority]
  return (
    <span className={cx('inline-flex items-center gap-0.5 whitespace-nowrap', tone)}>
      <Icon aria-hidden="true" size={14} strokeWidth={2} />
      {word}
      <span className="sr-only"> priority</span>
    </span>
  )
}

/** A machine's suggestion is dashed until somebody accepts it. */
export const TagChip = ({ name, suggested }: { name: string; suggested: boolean }) => (
  <span
    className={cx(
      'inline-flex items-center rounded-chip border px-1.5 text-caption font-medium text-text-2',
      suggested ? 'border-dashed border-line-strong' : 'border-line bg-sunken',
    )}
  >
    {name}
    {suggested && <span className="sr-only"> (suggested)</span>}
  </span>
)

const CHANNEL: Readonly<Record<string, string>> = {
  api: 'API',
  csv: 'Import',
  email: 'E-mail',
  widget: 'In-app',
  support: 'Support ticket',
  review: 'App review',
  survey: 'Survey',
  social: 'Social',
  webhook: 'Webhook',
}
export const channelWord = (channel: string): string => CHANNEL[channel] ?? channel
