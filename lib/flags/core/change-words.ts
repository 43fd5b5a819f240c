import type { ChangeRequestView } from './change-request'

const MARK = { gone: '−', new: '+' } as const
/** Of a mail; the page shows all. */
const LINES_MAX = 20

type Asked = Pick<ChangeRequestView, 'subject' | 'environments' | 'told'>

/** What a change is about, in a few words: `checkout-v2 in Production`. */
export function changeTitle({ subject, environments }: Asked): string {
  const name = subject.kind === 'segment' ? `segment ${subject.key}` : subject.key
  return `${name} in ${environments.map(({ name: place }) => place).join(' and ')}`
}

/** What a change does, a line each, as the page tells it: what stays is left out. */
export function changedLines({ told }: Asked): string[] {
  const fields = told.fields.map(
    ({ field, before, after }) => `${field}: ${before || 'nothing'} → ${after || 'nothing'}`,
  )
  const places = told.environments.flatMap(({ name, lines }) => [
    `${name}:`,
    ...lines.flatMap(({ kind, text }) => (kind === 'same' ? [] : [`${MARK[kind]} ${text}`])),
  ])
  const all = [...fields, ...places]
  return all.length <= LINES_MAX
    ? all
    : [...all.slice(0, LINES_MAX - 1), `… and ${all.length - LINES_MAX + 1} lines more`]
}
