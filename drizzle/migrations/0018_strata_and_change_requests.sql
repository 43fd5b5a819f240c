CREATE TABLE "flag_change_request" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_key" text NOT NULL,
	"subject_version" integer NOT NULL,
	"asked" jsonb NOT NULL,
	"environments" jsonb NOT NULL,
	"told" jsonb NOT NULL,
	"note" text NOT NULL,
	"author" jsonb NOT NULL,
	"state" text NOT NULL,
	"signatures" jsonb NOT NULL,
	"answered_by" text,
	"answered_at" timestamp(3) with time zone,
	"reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rollout_stratum" (
	"workspace_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"stage_id" text NOT NULL,
	"revision" bigint NOT NULL,
	"stratum_id" text NOT NULL,
	"eligible" text NOT NULL,
	"opened_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "rollout_stratum_workspace_id_stage_id_rollout_id_revision_pk" PRIMARY KEY("workspace_id","stage_id","rollout_id","revision")
);
--> statement-breakpoint
CREATE INDEX "flag_change_request_subject" ON "flag_change_request" USING btree ("workspace_id","subject_kind","subject_key","state");--> statement-breakpoint
CREATE INDEX "flag_change_request_state" ON "flag_change_request" USING btree ("workspace_id","state","id");