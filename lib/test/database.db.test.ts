import postgres from 'postgres'
import { expect, test } from 'vitest'
import { cloneDatabase } from './database'

const tables = (sql: postgres.Sql) => sql`select 1 from pg_tables where tablename = 'only_here'`

test('a clone is a database of its own: what one writes, another does not see', async () => {
  const [first, second] = await Promise.all([cloneDatabase(), cloneDatabase()])
  const [one, two] = [postgres(first.url), postgres(second.url)]
  await one`create table only_here (n int)`
  expect(await tables(one)).toHaveLength(1)
  expect(await tables(two)).toHaveLength(0)
  await Promise.all([one.end(), two.end(), first.drop(), second.drop()])
})

test('a dropped clone is gone, also with a client still connected', async () => {
  const database = await cloneDatabase()
  const sql = postgres(database.url, { max: 1, onclose: () => {} })
  await sql`select 1`
  await database.drop()
  await expect(sql`select 1`).rejects.toThrow(/terminat|does not exist|CONNECTION/)
  await sql.end()
})
