import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { clockMs } from './numbers'

const ROWS = 100_000
/** Rows a chunk of the stream: about 64 KB. */
const CHUNK = 300

/** COPY of the very rows that ingest stored, into a table with the same columns and indexes. */
export class Copying {
  readonly #sql
  #rows: Buffer[] | null = null
  #count = 0

  constructor(databaseUrl: string) {
    this.#sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  }

  /** @returns rows a second of one COPY that is committed */
  async run(): Promise<number> {
    const rows = (this.#rows ??= await this.#prepare())
    await this.#sql`truncate bench_copy`
    const startedAt = clockMs()
    await pipeline(Readable.from(rows), await this.#sql`copy bench_copy from stdin`.writable())
    return (this.#count / (clockMs() - startedAt)) * 1000
  }

  close(): Promise<void> {
    return this.#sql.end()
  }

  async #prepare(): Promise<Buffer[]> {
    const sql = this.#sql
    const [part] = await sql<{ name: string }[]>`
      select tableoid::regclass::text as name, count(*) from telemetry_event group by 1 order by 2 desc limit 1`
    if (!part) throw new Error('ingest stored no rows')
    await sql.unsafe(`create table bench_copy (like ${part.name} including all)`)
    const columns = await sql<{ name: string }[]>`
      select attname as name from pg_attribute
      where attrelid = ${part.name}::regclass and attnum > 0 and not attisdropped order by attnum`
    // COPY's text format: tabs between, backslashes doubled, \N for null.
    const fields = columns.map(({ name }) => `replace("${name}"::text, '\\', '\\\\')`)
    const lines = await sql.unsafe<{ line: string }[]>(
      `select array_to_string(array[${fields.join(',')}], E'\\t', '\\N') as line from ${part.name} limit ${ROWS}`,
    )
    this.#count = lines.length
    return Array.from({ length: Math.ceil(lines.length / CHUNK) }, (_, i) => {
      const some = lines.slice(i * CHUNK, (i + 1) * CHUNK)
      return Buffer.from(some.map(({ line }) => `${line}\n`).join(''))
    })
  }
}
