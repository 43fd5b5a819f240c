import postgres from 'postgres'

export type Sizes = { flags: number; rollouts: number }

/** Rollouts that nobody has finished yet, beside those that run already. */
const DRAFTS = 60

/**
 * Brings a workspace up to this many flags and rollouts, as copies of those it has with keys, owners and purposes of
 * their own. Straight into the tables, as years of work would lie there: the copies are served by no snapshot and
 * judged by no tick, so that lists are measured and nothing else.
 */
export async function fillLists(databaseUrl: string, { flags, rollouts }: Sizes): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  await sql`
    insert into flag (id, workspace_id, key, version, definition, created_at)
    select 'flg_' || lpad(i::text, 12, '0'), workspace_id, 'fill-' || i, 1,
      definition || jsonb_build_object('key', 'fill-' || i, 'owner', 'Owner ' || i % 40, 'purpose', 'What flag ' || i || ' is for: word' || i % 97),
      now() - make_interval(hours => i)
    from (select * from flag order by key limit 1) as model,
      generate_series(1, ${flags}::int - (select count(*)::int from flag)) as i`
  await sql`
    insert into flag_environment (workspace_id, flag_id, environment_id, targeting, updated_at)
    select f.workspace_id, f.id, model.environment_id, model.targeting, now()
    from flag f, (select e.* from flag_environment e join (select id from flag order by key limit 1) as first on first.id = e.flag_id) as model
    where f.key like 'fill-%'`
  await sql`
    insert into flag_seen (workspace_id, environment_id, flag_key, variant, first_at, last_at)
    select f.workspace_id, e.id, f.key, variant, now() - interval '90 days', now()
    from flag f join environment e using (workspace_id), unnest(array['on', 'off']) as variant
    where f.key like 'fill-%'`
  await sql`
    insert into rollout (id, workspace_id, number, environment_id, flag_key, state, version, doc, verdict, versions, created_at, updated_at)
    select id, workspace_id, number, environment_id, flag_key, state ->> 'kind', version,
      doc || jsonb_build_object('id', id, 'number', number, 'flagKey', flag_key, 'state', state), verdict, versions, at, at
    from (
      select 'rol_' || lpad(i::text, 12, '0') as id, model.workspace_id, last + i as number, environment_id, 'fill-' || i as flag_key, version,
        doc, verdict, versions, now() - make_interval(hours => i) as at,
        case when i <= ${DRAFTS}::int then '{"kind":"draft"}'::jsonb
          else jsonb_build_object('kind', 'finished', 'stageId', doc #> '{stages,1,id}', 'at', doc -> 'startedAt', 'by', '{"kind":"person","id":"","name":"Bench"}'::jsonb, 'because', '') end as state
      from (select * from rollout order by number limit 1) as model,
        (select max(number) as last, count(*)::int as many from rollout) as known,
        generate_series(1, ${rollouts}::int - many) as i
    ) as made`
  await sql`vacuum analyze flag, flag_environment, flag_seen, rollout`.simple()
  await sql.end()
}
