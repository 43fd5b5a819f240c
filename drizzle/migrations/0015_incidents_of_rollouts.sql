CREATE TABLE "rollout_incident" (
	"workspace_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"name" text NOT NULL,
	"severity" text NOT NULL,
	CONSTRAINT "rollout_incident_workspace_id_rollout_id_incident_id_pk" PRIMARY KEY("workspace_id","rollout_id","incident_id")
);
--> statement-breakpoint
INSERT INTO "rollout_incident" ("workspace_id", "incident_id", "rollout_id", "name", "severity")
SELECT "workspace_id", "id", jsonb_array_elements_text("doc" -> 'rollouts'), 'INC-' || "number", "severity" FROM "incident"
WHERE "severity" IN ('SEV1', 'SEV2') AND "state" IN ('triage', 'investigating', 'identified', 'mitigated', 'monitoring')
AND coalesce(("doc" ->> 'isDrill')::boolean, false) = false ON CONFLICT DO NOTHING;
