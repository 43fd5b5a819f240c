import { type WorkspaceId } from '@/lib/kernel/id'
import { type Db } from '@/lib/platform/database'
import { auditSentence, auditText } from '../core/audit-words'
import { type AuditEntryView } from '../core/schema'
import { readAudit, type AuditFilter } from './read-audit'

const PAGE = 500
const COLUMNS = [
  'position',
  'at',
  'actor',
  'kind',
  'verb',
  'object',
  'outcome',
  'sentence',
  'requestId',
  'hash',
] as const

/** Every row that fits, a page at a time, newest first: memory stays flat however long the chain is. */
async function* everyRow(db: Db, workspaceId: WorkspaceId, filter: Omit<AuditFilter, 'before' | 'limit'>) {
  for (let before: number | undefined; ;) {
    const rows = await readAudit(db, workspaceId, { ...filter, before, limit: PAGE })
    yield* rows
    before = rows.at(-1)?.position
    if (rows.length < PAGE || before === undefined) return
  }
}

/** CSV after RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvLine(cells: readonly string[]): string {
  const safe = cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))
  return `${safe.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
}

const csvOf = (row: AuditEntryView): string =>
  csvLine([
    String(row.position),
    row.at,
    row.actor.name,
    row.actor.kind,
    row.verb,
    row.object.id,
    row.outcome,
    auditText(auditSentence(row, {})),
    row.requestId,
    row.hash,
  ])

/** The audit as a file. JSON: one row a line, whole, with its hash, so that the chain can be checked elsewhere. */
export async function* auditFile(
  db: Db,
  workspaceId: WorkspaceId,
  filter: Omit<AuditFilter, 'before' | 'limit'>,
  format: 'csv' | 'json',
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(COLUMNS)
  for await (const row of everyRow(db, workspaceId, filter)) {
    yield format === 'csv' ? csvOf(row) : `${JSON.stringify(row)}\n`
  }
}
