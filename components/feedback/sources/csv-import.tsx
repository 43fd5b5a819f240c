'use client'
import { useState } from 'react'
import { useAction } from '@/components/live/use-action'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys } from '@/lib/feedback/client/queries'
import { type ImportView } from '@/lib/feedback/core/schema'
import { percent, plural } from '@/lib/kernel/format'
import { type SourceActions } from './actions'

const FIELDS = [
  'text',
  'externalId',
  'occurredAt',
  'unit',
  'email',
  'rating',
  'nps',
  'csat',
  'ces',
  'channel',
  'subject',
] as const
const MOST_BYTES = 4 * 1024 * 1024

type Props = { reason: string | null; action: SourceActions['importCsv'] }

/** A file: first what it holds and which column is which, then its rows. The same file twice changes nothing. */
export function CsvImport({ reason, action }: Props) {
  const sent = useAction(action, feedbackKeys.all)
  const [file, setFile] = useState<{ name: string; csv: string } | null>(null)
  const [view, setView] = useState<ImportView | null>(null)
  const [mapping, setMapping] = useState<Readonly<Record<string, string>>>({})
  const [problem, setProblem] = useState<string | null>(null)

  const ask = async (csv: string, name: string, dryRun: boolean, given: Readonly<Record<string, string>> | null) => {
    const outcome = await sent.send({ csv, name: name.slice(0, 80), dryRun, ...(given ? { mapping: given } : {}) })
    if (!outcome?.ok) return
    setView(outcome.value)
    if (!given) setMapping(guessed(outcome.value))
  }
  const read = async (chosen: File | undefined) => {
    setView(null)
    setProblem(null)
    if (!chosen) return
    if (chosen.size > MOST_BYTES) {
      setProblem('A file has at most 4 MB. Split it, or send it through the API.')
      return
    }
    const csv = await chosen.text()
    setFile({ name: chosen.name, csv })
    await ask(csv, chosen.name, true, null)
  }
  return (
    <div className="flex flex-col gap-3">
      <Field
        label="CSV file"
        hint="At most 4 MB and 50,000 rows, with a first line that names the columns."
        error={problem}
      >
        {(described) => (
          <Input
            {...described}
            type="file"
            accept=".csv,text/csv"
            disabled={reason !== null}
            onChange={(event) => void read(event.target.files?.[0])}
            className="py-1.5"
          />
        )}
      </Field>
      {reason && <p className="text-dense text-text-2">{reason}</p>}
      {sent.refusal && <RefusalNote refusal={sent.refusal} />}
      {sent.fault && <Banner tone="warn">The file could not be sent. Nothing was imported.</Banner>}
      {view && !view.imported && file && (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            void ask(file.csv, file.name, false, mapping)
          }}
        >
          <p className="num">{plural(view.rows, 'row', 'rows')}. Which column is what?</p>
          <div className="overflow-x-auto">
            <table className="w-full min-w-lg text-left text-dense">
              <thead className="text-caption text-text-3">
                <tr>
                  <th scope="col">Column</th>
                  <th scope="col">Is</th>
                  <th scope="col">For example</th>
                </tr>
              </thead>
              <tbody>
                {view.columns.map((column) => (
                  <tr key={column.name} className="border-t border-line">
                    <th scope="row" className="py-1 pr-3 font-medium">
                      {column.name}
                    </th>
                    <td className="w-52 py-1 pr-3">
                      <Select
                        aria-label={`Column ${column.name} is`}
                        value={fieldOf(mapping, column.name)}
                        onChange={(event) => setMapping(mapped(mapping, column.name, event.target.value))}
                      >
                        <option value="">Left out</option>
                        {FIELDS.map((field) => (
                          <option key={field} value={field}>
                            {field}
                            {field === column.field ? ` (${percent(column.confidence)} sure)` : ''}
                          </option>
                        ))}
                      </Select>
                    </td>
                    <td className="max-w-60 truncate text-text-2">{column.sample[0]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div>
            <Button
              type="submit"
              look="primary"
              pending={sent.isPending}
              disabledReason={reason ?? (mapping['text'] ? null : 'Say which column holds the text.')}
            >
              Import {plural(view.rows, 'row', 'rows')}
            </Button>
          </div>
        </form>
      )}
      {view?.imported && (
        <Banner
          tone={view.rejected > 0 ? 'warn' : 'good'}
          actions={
            view.errorsCsv && (
              <a
                download="import-errors.csv"
                href={`data:text/csv;charset=utf-8,${encodeURIComponent(view.errorsCsv)}`}
                className="underline"
              >
                Download the rows that were not taken
              </a>
            )
          }
        >
          {plural(view.created, 'item', 'items')} taken in, {view.duplicate} known already, {view.rejected} not taken.
        </Banner>
      )}
    </div>
  )
}

const guessed = (view: ImportView): Record<string, string> =>
  Object.fromEntries(view.columns.flatMap(({ name, field }) => (field ? [[field, name]] : [])))

const fieldOf = (mapping: Readonly<Record<string, string>>, column: string): string =>
  Object.entries(mapping).find(([, name]) => name === column)?.[0] ?? ''

/** One field has one column and one column one field. */
function mapped(mapping: Readonly<Record<string, string>>, column: string, field: string): Record<string, string> {
  const others = Object.entries(mapping).filter(([known, name]) => name !== column && known !== field)
  return Object.fromEntries(field === '' ? others : [...others, [field, column]])
}
