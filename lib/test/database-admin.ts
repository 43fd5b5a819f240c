import postgres from 'postgres'

/** The same server, another database. */
export function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** @param template an existing database that nobody is connected to */
export async function createDatabase(serverUrl: string, name: string, template = 'template0'): Promise<void> {
  await asAdmin(serverUrl, (sql) => sql`create database ${sql(name)} template ${sql(template)}`)
}

/** Ends the connections to it first. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await asAdmin(serverUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`)
}

export async function listDatabases(serverUrl: string, prefix: string): Promise<string[]> {
  const rows = await asAdmin(
    serverUrl,
    (sql) => sql<{ datname: string }[]>`select datname from pg_database where starts_with(datname, ${prefix})`,
  )
  return rows.map(({ datname }) => datname)
}

async function asAdmin<T>(serverUrl: string, act: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => {} })
  try {
    return await act(sql)
  } finally {
    await sql.end()
  }
}
