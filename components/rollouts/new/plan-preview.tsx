'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { plural, share } from '@/lib/kernel/format'
import { draftPreviewQuery } from '@/lib/rollouts/client/queries'
import { type PlanPreview as Preview } from '@/lib/rollouts/core/plan-preview'
import { type KeptDraft } from './types'

/** Puts the people of the last 30 days through the plan, when somebody asks for it. @param draft as it is kept */
export function PlanPreview({ draft }: { draft: KeptDraft | null }) {
  const [asked, setAsked] = useState<number | null>(null)
  const preview = useQuery({
    ...draftPreviewQuery(draft?.id ?? 'rdr_', asked ?? 0),
    enabled: draft !== null && asked !== null,
  })
  const { data, isFetching, isError } = preview
  const isOlder = draft !== null && asked !== null && asked !== draft.version
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        size="small"
        pending={isFetching}
        disabledReason={draft ? null : 'The draft is not kept yet.'}
        onClick={() => (isError && !isOlder ? void preview.refetch() : setAsked(draft?.version ?? null))}
      >
        {isOlder ? 'Preview again: the plan has changed' : 'Preview on last 30 days'}
      </Button>
      <output className="block w-full text-body">
        {isError && <p>The preview failed; the draft is as it was. Try again.</p>}
        {data && !isError && <Told preview={data} />}
      </output>
    </div>
  )
}

function Told({ preview }: { preview: Preview }) {
  if (!preview.known) return <p className="measure text-text-2">{preview.why}</p>
  const { of, days, asked, usual, least, most, comes, earlier, outside, stages, unknown } = preview
  const span = asked === 1 ? 'last day; more is too much to read at once' : `last ${asked} days`
  return (
    <div className="flex flex-col gap-2">
      <p className="measure">
        On a usual day <strong>{plural(comes, 'person comes', 'people come')}</strong> to this rollout, of{' '}
        {plural(usual, 'person', 'people')} who met {of === 'flag' ? 'the flag' : 'any flag here'}
        {least < most && ` (from ${plural(least, 'person', 'people')} to ${plural(most, 'person', 'people')})`}.
        {outside > 0 && ` ${plural(outside, 'person is', 'people are')} outside its audience.`}
      </p>
      {earlier.length > 0 && (
        <ul aria-label="Taken by earlier rules" className="text-text-2">
          {earlier.map(({ line, people }) => (
            <li key={line} className="min-w-0 break-words">
              {line}: {plural(people, 'person', 'people')} before it
            </li>
          ))}
        </ul>
      )}
      <table className="w-full max-w-md border-collapse">
        <caption className="sr-only">People a day by stage</caption>
        <thead className="text-left text-caption text-text-3">
          <tr>
            {['Stage', 'Get it a day', 'Baseline'].map((name) => (
              <th key={name} scope="col" className="pr-3 pb-1 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="num">
          {stages.map(({ weight, exposed, baseline }, i) => (
            <tr key={`${i + 1} ${weight}`} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-3 text-left font-medium">
                {i + 1} · {share(weight)}
              </th>
              <td className="py-1.5 pr-3">{plural(exposed, 'person', 'people')}</td>
              <td className="py-1.5 pr-3">{plural(baseline, 'person', 'people')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {unknown.length > 0 && (
        <p>△ No exposure record carries {unknown.join(', ')}: rules about it are not in these numbers.</p>
      )}
      <p className="text-dense text-text-2">
        From exposure records of the {span}
        {asked > 1 && days < asked && `; ${plural(days, 'day has', 'days have')} any`}
        {of === 'any-flag' && '. Nobody has met this flag yet, so these are people who met others'}.
      </p>
    </div>
  )
}
