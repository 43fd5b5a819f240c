CREATE TABLE "analysis_point" (
	"workspace_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"metric" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"stage_id" text NOT NULL,
	"share" integer NOT NULL,
	"exposed_units" bigint NOT NULL,
	"baseline_units" bigint NOT NULL,
	"exposed_events" bigint NOT NULL,
	"baseline_events" bigint NOT NULL,
	"difference" double precision,
	"low" double precision,
	"high" double precision,
	"log_em" double precision NOT NULL,
	CONSTRAINT "analysis_point_workspace_id_rollout_id_metric_at_pk" PRIMARY KEY("workspace_id","rollout_id","metric","at")
);
--> statement-breakpoint
CREATE TABLE "analysis_state" (
	"workspace_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"config" jsonb NOT NULL,
	"state" jsonb NOT NULL,
	"txid" text NOT NULL,
	"seq" bigint NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "analysis_state_workspace_id_rollout_id_pk" PRIMARY KEY("workspace_id","rollout_id")
);
--> statement-breakpoint
CREATE TABLE "metric" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_version" (
	"workspace_id" text NOT NULL,
	"metric_id" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"actor_id" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "metric_version_workspace_id_metric_id_version_pk" PRIMARY KEY("workspace_id","metric_id","version")
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_version" (
	"workspace_id" text NOT NULL,
	"policy_id" text NOT NULL,
	"version" integer NOT NULL,
	"rules" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "policy_version_workspace_id_policy_id_version_pk" PRIMARY KEY("workspace_id","policy_id","version")
);
--> statement-breakpoint
CREATE TABLE "tick_log" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"from_txid" text NOT NULL,
	"from_seq" bigint NOT NULL,
	"to_txid" text NOT NULL,
	"to_seq" bigint NOT NULL,
	"data" jsonb,
	"log_e" double precision,
	"epoch" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verdict_log" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"code" text NOT NULL,
	"verdict" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "client_seen" (
	"workspace_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"client_id" text NOT NULL,
	"kind" text NOT NULL,
	"service" text,
	"service_version" text,
	"revision" bigint NOT NULL,
	"revision_at" timestamp(3) with time zone NOT NULL,
	"seen_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "client_seen_workspace_id_environment_id_client_id_pk" PRIMARY KEY("workspace_id","environment_id","client_id")
);
--> statement-breakpoint
CREATE TABLE "config_snapshot" (
	"workspace_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"revision" bigint NOT NULL,
	"document" text NOT NULL,
	"hash" text NOT NULL,
	"stages" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "config_snapshot_workspace_id_environment_id_revision_pk" PRIMARY KEY("workspace_id","environment_id","revision")
);
--> statement-breakpoint
CREATE TABLE "environment" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	"four_eyes" text DEFAULT 'demanded' NOT NULL,
	"freezes" jsonb NOT NULL,
	"bucketing" text DEFAULT 'v2' NOT NULL,
	"confirm_within_s" integer DEFAULT 60 NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "flag" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"archived_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "flag_environment" (
	"workspace_id" text NOT NULL,
	"flag_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"targeting" jsonb NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "flag_environment_workspace_id_environment_id_flag_id_pk" PRIMARY KEY("workspace_id","environment_id","flag_id")
);
--> statement-breakpoint
CREATE TABLE "flag_usage" (
	"seq" bigserial NOT NULL,
	"workspace_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"flag_key" text NOT NULL,
	"variant" text NOT NULL,
	"minute" timestamp(3) with time zone NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "flag_usage_workspace_id_environment_id_flag_key_variant_minute_pk" PRIMARY KEY("workspace_id","environment_id","flag_key","variant","minute")
);
--> statement-breakpoint
CREATE TABLE "flag_version" (
	"workspace_id" text NOT NULL,
	"flag_id" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"targeting" jsonb NOT NULL,
	"actor_id" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "flag_version_workspace_id_flag_id_version_pk" PRIMARY KEY("workspace_id","flag_id","version")
);
--> statement-breakpoint
CREATE TABLE "segment" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"hint" text NOT NULL,
	"scope" text NOT NULL,
	"environment_id" text,
	"user_id" text,
	"role" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone,
	"revoked_at" timestamp(3) with time zone,
	"last_used_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"workspace_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"disciplines" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "membership_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"seen_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"revoked_at" timestamp(3) with time zone,
	"user_agent" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "timeline_event" (
	"seq" bigserial NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"occurred_at" timestamp(3) with time zone NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"environment_id" text,
	"flag_key" text,
	"rollout_id" text,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"source" text NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"data" jsonb NOT NULL,
	"dedupe_key" text,
	"schema_version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "workspace" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"clock" text DEFAULT 'real' NOT NULL,
	"simulated_now" timestamp(3) with time zone,
	"is_sample" boolean DEFAULT false NOT NULL,
	"unit_key" "bytea" NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "workspace_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"position" bigint NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"verb" text NOT NULL,
	"object_kind" text NOT NULL,
	"object_id" text NOT NULL,
	"outcome" text NOT NULL,
	"detail" jsonb NOT NULL,
	"request_id" text NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counter" (
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"value" integer NOT NULL,
	CONSTRAINT "counter_workspace_id_kind_pk" PRIMARY KEY("workspace_id","kind")
);
--> statement-breakpoint
CREATE TABLE "idempotency_key" (
	"workspace_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"outcome" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "idempotency_key_workspace_id_actor_id_key_pk" PRIMARY KEY("workspace_id","actor_id","key")
);
--> statement-breakpoint
CREATE TABLE "lease" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"epoch" bigint NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "secret" (
	"name" text PRIMARY KEY NOT NULL,
	"value" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "decision" (
	"seq" bigserial NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"rollout_id" text NOT NULL,
	"verb" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"sentence" text NOT NULL,
	"note" text NOT NULL,
	"verdict_code" text,
	"evidence" jsonb NOT NULL,
	"input_hash" text NOT NULL,
	"revision" integer,
	"undone_by" text
);
--> statement-breakpoint
CREATE TABLE "rollout" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"environment_id" text NOT NULL,
	"flag_key" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"doc" jsonb NOT NULL,
	"verdict" jsonb,
	"live_key" text,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cohort_delta" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"txid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"workspace_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"stage_id" text NOT NULL,
	"share" integer NOT NULL,
	"coin" integer NOT NULL,
	"arm" text NOT NULL,
	"arrived_at" timestamp(3) with time zone NOT NULL,
	"n_enter" integer NOT NULL,
	"n_crossed" integer NOT NULL,
	"risk_enter" integer[] NOT NULL,
	"risk_exit" integer[] NOT NULL,
	"first_events" integer[] NOT NULL,
	"booked" integer[] NOT NULL,
	"booked_yes" integer[] NOT NULL,
	"events" integer[] NOT NULL,
	"lag_ms_sum" double precision NOT NULL,
	"lag_count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ingest_rejection" (
	"workspace_id" text NOT NULL,
	"door" text NOT NULL,
	"code" text NOT NULL,
	"hour" timestamp(3) with time zone NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "ingest_rejection_workspace_id_door_code_hour_pk" PRIMARY KEY("workspace_id","door","code","hour")
);
--> statement-breakpoint
CREATE TABLE "ingest_seen" (
	"workspace_id" text NOT NULL,
	"key" "bytea" NOT NULL,
	"arrived_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "ingest_seen_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "measurement_plan" (
	"workspace_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"plan" jsonb NOT NULL,
	"ended_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "measurement_plan_workspace_id_rollout_id_pk" PRIMARY KEY("workspace_id","rollout_id")
);
--> statement-breakpoint
CREATE TABLE "telemetry_event" (
	"workspace_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"arrived_at" timestamp(3) with time zone NOT NULL,
	"occurred_at" timestamp(3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"unit" "bytea" NOT NULL,
	"name" text NOT NULL,
	"variant" text,
	"revision" bigint,
	"value" double precision,
	"attributes" jsonb
) PARTITION BY RANGE ("arrived_at");--> statement-breakpoint
-- Rows that arrive on a day whose partition is not there yet are still taken.
CREATE TABLE "telemetry_event_default" PARTITION OF "telemetry_event" DEFAULT;
--> statement-breakpoint
CREATE TABLE "unit_metric" (
	"workspace_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"unit" "bytea" NOT NULL,
	"metric" smallint NOT NULL,
	"stage_id" text NOT NULL,
	"happened_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "unit_metric_workspace_id_rollout_id_unit_metric_stage_id_pk" PRIMARY KEY("workspace_id","rollout_id","unit","metric","stage_id")
);
--> statement-breakpoint
CREATE TABLE "unit_stage" (
	"workspace_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"unit" "bytea" NOT NULL,
	"stage_id" text NOT NULL,
	"arm" text NOT NULL,
	"coin" integer NOT NULL,
	"share" integer NOT NULL,
	"entered_at" timestamp(3) with time zone NOT NULL,
	"arrived_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "unit_stage_workspace_id_rollout_id_unit_stage_id_pk" PRIMARY KEY("workspace_id","rollout_id","unit","stage_id")
);
--> statement-breakpoint
CREATE TABLE "window_cursor" (
	"workspace_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"metric" smallint NOT NULL,
	"closed_to" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "window_cursor_workspace_id_rollout_id_metric_pk" PRIMARY KEY("workspace_id","rollout_id","metric")
);
--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_rollout_id_rollout_id_fk" FOREIGN KEY ("rollout_id") REFERENCES "public"."rollout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "metric_key" ON "metric" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_key" ON "policy" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE INDEX "tick_log_rollout" ON "tick_log" USING btree ("workspace_id","rollout_id","seq");--> statement-breakpoint
CREATE INDEX "verdict_log_rollout" ON "verdict_log" USING btree ("workspace_id","rollout_id","seq");--> statement-breakpoint
CREATE INDEX "client_seen_recent" ON "client_seen" USING btree ("workspace_id","environment_id","seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "environment_key" ON "environment" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "flag_key" ON "flag" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "segment_key" ON "segment" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "api_key_hash" ON "api_key" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_key_workspace" ON "api_key" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "membership_user" ON "membership" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "timeline_event_rollout" ON "timeline_event" USING btree ("workspace_id","rollout_id","occurred_at");--> statement-breakpoint
CREATE INDEX "timeline_event_time" ON "timeline_event" USING btree ("workspace_id","occurred_at");--> statement-breakpoint
CREATE UNIQUE INDEX "timeline_event_dedupe" ON "timeline_event" USING btree ("workspace_id","dedupe_key");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_entry_chain" ON "audit_entry" USING btree ("workspace_id","position");--> statement-breakpoint
CREATE INDEX "audit_entry_object" ON "audit_entry" USING btree ("workspace_id","object_id","seq");--> statement-breakpoint
CREATE INDEX "idempotency_key_age" ON "idempotency_key" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "decision_number" ON "decision" USING btree ("workspace_id","number");--> statement-breakpoint
CREATE INDEX "decision_rollout" ON "decision" USING btree ("workspace_id","rollout_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "rollout_number" ON "rollout" USING btree ("workspace_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "rollout_one_live" ON "rollout" USING btree ("workspace_id","live_key");--> statement-breakpoint
CREATE INDEX "rollout_state" ON "rollout" USING btree ("workspace_id","state");--> statement-breakpoint
CREATE INDEX "cohort_delta_order" ON "cohort_delta" USING btree ("workspace_id","rollout_id","txid","seq");--> statement-breakpoint
CREATE INDEX "ingest_seen_age" ON "ingest_seen" USING brin ("arrived_at");--> statement-breakpoint
CREATE INDEX "telemetry_event_unit" ON "telemetry_event" USING btree ("workspace_id","unit","arrived_at");--> statement-breakpoint
CREATE INDEX "unit_stage_unit" ON "unit_stage" USING btree ("workspace_id","unit");--> statement-breakpoint
CREATE INDEX "unit_stage_entry" ON "unit_stage" USING btree ("workspace_id","rollout_id","entered_at");