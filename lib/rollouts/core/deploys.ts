/** What happens to services, as every timeline tells it. */
export const DEPLOY_KINDS = ['deploy.started', 'deploy.finished', 'deploy.failed', 'deploy.rolled_back'] as const

type Told = { kind: string; data: unknown }

/** Leaves out the beginning of deployments that have come further: on a rail each is one arrow, not two. */
export function withoutOvertaken<Row extends Told>(rows: readonly Row[]): Row[] {
  const further = new Set(rows.filter(({ kind }) => kind !== 'deploy.started').map(deploymentOf))
  return rows.filter((row) => {
    const its = deploymentOf(row)
    return row.kind !== 'deploy.started' || its === null || !further.has(its)
  })
}

/** Which deployment a row is of; null where only words were told. */
function deploymentOf({ data }: Told): string | null {
  const its = typeof data === 'object' && data !== null && 'deployment' in data ? data.deployment : null
  return typeof its === 'string' ? its : null
}
