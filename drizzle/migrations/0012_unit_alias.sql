CREATE TABLE "unattributed_event" (
	"workspace_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"arrived_at" timestamp(3) with time zone NOT NULL,
	"occurred_at" timestamp(3) with time zone NOT NULL,
	"session" "bytea",
	"trace" "bytea",
	"name" text NOT NULL,
	"value" double precision,
	"attributes" jsonb
);
--> statement-breakpoint
CREATE TABLE "unit_alias" (
	"workspace_id" text NOT NULL,
	"alias" "bytea" NOT NULL,
	"kind" text NOT NULL,
	"unit" "bytea",
	"seen_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "unit_alias_workspace_id_alias_pk" PRIMARY KEY("workspace_id","alias"),
	CONSTRAINT "unit_alias_kind" CHECK ("unit_alias"."kind" in ('session', 'trace'))
);
--> statement-breakpoint
CREATE INDEX "unattributed_event_session" ON "unattributed_event" USING btree ("workspace_id","session");--> statement-breakpoint
CREATE INDEX "unattributed_event_trace" ON "unattributed_event" USING btree ("workspace_id","trace");--> statement-breakpoint
CREATE INDEX "unattributed_event_age" ON "unattributed_event" USING brin ("arrived_at");--> statement-breakpoint
CREATE INDEX "unit_alias_age" ON "unit_alias" USING brin ("seen_at");