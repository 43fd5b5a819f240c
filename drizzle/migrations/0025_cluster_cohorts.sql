ALTER TABLE "cluster" ADD COLUMN "n_exposed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cluster" ADD COLUMN "n_baseline" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "cluster" c SET "n_exposed" = n.exposed, "n_baseline" = n.baseline
FROM (
  SELECT "workspace_id", "cluster_id",
    count(DISTINCT coalesce("person_id", "id")) FILTER (WHERE "cohort" = 'exposed')::int AS exposed,
    count(DISTINCT coalesce("person_id", "id")) FILTER (WHERE "cohort" = 'baseline')::int AS baseline
  FROM "feedback_item" WHERE "cluster_id" IS NOT NULL AND "bucket" <> 'spam' GROUP BY 1, 2
) AS n
WHERE c."workspace_id" = n."workspace_id" AND c."id" = n."cluster_id";
