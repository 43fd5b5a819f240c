import postgres from 'postgres'

const CLUSTERS = 3000
const PEOPLE = 40_000
/** Words that texts are made of, besides those of their matter. */
const VOCABULARY = 4000

/**
 * Feedback of a company that has listened for a year: items in all buckets, their people, matters, states, exposures and
 * originals. Straight into the tables, as it would lie there; only what is measured goes through the door.
 */
export async function fillFeedback(databaseUrl: string, count: number): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  const [workspace] = await sql<{ id: string }[]>`select id from workspace order by created_at limit 1`
  if (!workspace) throw new Error('there is no workspace')
  const { id } = workspace
  await sql`
    insert into feedback_source (id, workspace_id, channel, name, created_at)
    values ('fbs_00000000fill', ${id}, 'review', 'Bench', now())`
  await sql`
    insert into person (id, workspace_id, created_at)
    select 'per_' || lpad(p::text, 12, '0'), ${id}, now() from generate_series(1, ${PEOPLE}::int) as p`
  await sql`
    insert into person_identity (workspace_id, kind, hash, person_id, created_at)
    select ${id}, 'unit', decode(md5('bench' || p), 'hex'), 'per_' || lpad(p::text, 12, '0'), now()
    from generate_series(1, ${PEOPLE}::int) as p`
  await sql`
    insert into cluster (id, workspace_id, number, name, state, centroid, norm, n_items, n_people, first_seen, last_seen, created_at)
    select 'clu_' || lpad(c::text, 12, '0'), ${id}, c, 'Matter ' || c, 'auto',
      (select jsonb_object_agg('word' || ((c * 31 + k * 977) % ${VOCABULARY}::int), 0.3) from generate_series(1, 10) as k),
      0.95, 1 + 60000 / (c + 40), 1 + 40000 / (c + 40), now() - interval '90 days', now() - interval '1 day', now()
    from generate_series(1, ${CLUSTERS}::int) as c`
  await sql`
    insert into cluster_term (workspace_id, term, cluster_id, weight)
    select distinct on (term, id) ${id}, term, id, weight::real from cluster, jsonb_each_text(centroid) as t (term, weight)
    where workspace_id = ${id}`
  await sql`
    insert into feedback_term (workspace_id, term, texts)
    select ${id}, 'word' || w, 5 + ${count}::int / (w + 10) from generate_series(0, ${VOCABULARY}::int - 1) as w
    union all select ${id}, '', ${count}::int`
  await sql`
    insert into feedback_item (id, workspace_id, number, source_id, external_id, channel, text, masked, occurred_at, received_at,
      person_id, content_hash, context, also_by, state, state_detail, tags, tag_keys, links, cluster_id, predicted,
      predicted_score, effective, cohort, exposed_to, enrichment, bucket, bumped_at, tone, attention, due_at, risk_at, created_at)
    select 'fbi_' || lpad(i::text, 12, '0'), ${id}, i, 'fbs_00000000fill', 'fill-' || i,
      (array['review', 'widget', 'email', 'api'])[1 + i % 4],
      (select string_agg('word' || ((i * 7919 + k * 104729 + (i * k) % 613) % ${VOCABULARY}::int), ' ') from generate_series(1, 12) as k),
      '{}', at, at, 'per_' || lpad((1 + i % ${PEOPLE}::int)::text, 12, '0'), decode(md5('text' || i), 'hex'),
      jsonb_build_object('platform', (array['ios', 'android', 'web'])[1 + i % 3]), '{}', state, jsonb_build_object('kind', state),
      '[]', array[(array['bug', 'slow', 'ui', 'praise'])[1 + i % 4]], '[]',
      case when i % 9 = 0 then null else 'clu_' || lpad((1 + ((i * 2654435761) % 4294967296 / 4294967296.0) ^ 2 * ${CLUSTERS - 1}::int)::int::text, 12, '0') end,
      tone, score, tone, (array['unknown', 'exposed', 'baseline'])[1 + i % 3], '{}', 'done', bucket, at, score,
      i % 500, at + interval '3 days', at + interval '2 days', at
    from (
      select i, now() - make_interval(secs => (${count}::int - i) * 300) as at, (((i * 37) % 200) - 100) / 100.0 as score,
        case when i % 10 < 7 then 'new' when i % 10 = 7 then 'waiting' else 'done' end as state,
        case when i % 10 < 7 then 'inbox' when i % 10 = 7 then 'waiting' else 'done' end as bucket,
        (array['negative', 'neutral', 'positive'])[1 + i % 3] as tone
      from generate_series(1, ${count}::int) as i
    ) as made`
  await sql`
    insert into feedback_state (workspace_id, item_id, state, detail, actor_kind, actor_id, actor_name, created_at)
    select workspace_id, id, 'new', '{"kind":"new"}', 'system', 'system', 'Soundings', received_at
    from feedback_item where workspace_id = ${id}`
  await sql`
    insert into feedback_exposure (workspace_id, item_id, environment_id, flag_key, basis, variant, cohort, created_at)
    select workspace_id, id, 'env_00000000fill', 'bench', 'at_arrival', 'on', cohort, received_at
    from feedback_item where workspace_id = ${id} and cohort <> 'unknown'`
  await sql`
    insert into feedback_raw (workspace_id, item_id, source_id, external_id, received_at, payload)
    select workspace_id, id, source_id, external_id, received_at, convert_to(text, 'UTF8')
    from feedback_item where workspace_id = ${id}`
  await sql`
    insert into counter (workspace_id, kind, value) values (${id}, 'feedback', ${count}), (${id}, 'cluster', ${CLUSTERS})
    on conflict (workspace_id, kind) do update set value = excluded.value`
  await sql`vacuum analyze feedback_item, feedback_exposure, feedback_state, feedback_raw, cluster, cluster_term, feedback_term, person_identity`.simple()
  await sql.end()
}
