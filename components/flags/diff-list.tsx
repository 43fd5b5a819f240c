import { cx } from '@/components/ui/cx'
import { type DiffLine, type FieldChange } from '@/lib/flags/core/diff-sentences'
import { numbered } from './numbered'

const MARK = { gone: '−', new: '+', same: ' ' } as const
const SAID = { gone: 'Taken away: ', new: 'Added: ', same: '' } as const

/** Sentences taken away and added; what stays is grey. */
export const DiffList = ({ lines, label }: { lines: readonly DiffLine[]; label: string }) => (
  <ul aria-label={label} className="flex flex-col gap-0.5 rounded-control border border-line bg-canvas p-2 text-body">
    {numbered(lines).map(({ item: { kind, text }, id }) => (
      <li
        key={id}
        data-line={kind}
        className={cx(
          'grid grid-cols-[1rem_1fr] gap-1 rounded-chip px-1',
          kind === 'gone' && 'bg-bad-soft',
          kind === 'new' && 'bg-good-soft',
          kind === 'same' && 'text-text-2',
        )}
      >
        <span aria-hidden="true" className="font-mono">
          {MARK[kind]}
        </span>
        <span className="min-w-0">
          <span className="sr-only">{SAID[kind]}</span>
          {text}
        </span>
      </li>
    ))}
  </ul>
)

/** Fields of the flag with before and after. */
export const FieldList = ({ fields }: { fields: readonly FieldChange[] }) => (
  <ul className="flex flex-col gap-0.5 text-body">
    {fields.map(({ field, before, after }) => (
      <li key={field} className="min-w-0 break-words">
        {field}: <del className="text-text-2">{before || 'nothing'}</del> →{' '}
        <ins className="no-underline">{after || 'nothing'}</ins>
      </li>
    ))}
  </ul>
)
