import {
  Check,
  CheckCheck,
  CircleDashed,
  CircleQuestionMark,
  CircleSlash,
  Equal,
  Hourglass,
  type LucideIcon,
  Triangle,
  TriangleAlert,
  Waves,
} from 'lucide-react'
import { cx } from '@/components/ui/cx'
import { type VerdictCode } from '@/lib/rollouts/core/schema'
import { type VerdictMark as Mark, type VerdictTone, verdictWord } from '@/lib/rollouts/core/verdict-words'

const icons: Record<Exclude<Mark, 'half-triangle'>, LucideIcon> = {
  check: Check,
  'check-check': CheckCheck,
  equal: Equal,
  hourglass: Hourglass,
  question: CircleQuestionMark,
  triangle: Triangle,
  'triangle-alert': TriangleAlert,
  'circle-slash': CircleSlash,
  waves: Waves,
  none: CircleDashed,
}

export const toneText: Record<VerdictTone, string> = {
  good: 'text-good',
  slate: 'text-baseline',
  warn: 'text-warn',
  bad: 'text-bad',
  ink: 'text-text',
}

/** The shape of a verdict; its word always stands beside it. */
export function VerdictMark({ mark, tone, size = 16 }: { mark: Mark; tone: VerdictTone; size?: 16 | 20 }) {
  const className = cx('shrink-0', toneText[tone])
  if (mark === 'half-triangle') return <HalfTriangle size={size} className={className} />
  const Icon = icons[mark]
  return <Icon aria-hidden="true" size={size} strokeWidth={2} className={className} />
}

/** Filled on one side: part of the people. */
const HalfTriangle = ({ size, className }: { size: number; className: string }) => (
  <svg aria-hidden="true" viewBox="0 0 24 24" width={size} height={size} className={className}>
    <path d="M12 4 2.5 20.5h19z" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
    <path d="M12 4 2.5 20.5H12z" fill="currentColor" />
  </svg>
)

/** Mark and word in one line. */
export function VerdictBadge({ code, word }: { code: VerdictCode | null; word?: string }) {
  const told = verdictWord(code)
  return (
    <span data-verdict={code ?? 'none'} className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <VerdictMark mark={told.mark} tone={told.tone} />
      <span className={cx('font-medium', toneText[told.tone])}>{word ?? told.word}</span>
    </span>
  )
}
