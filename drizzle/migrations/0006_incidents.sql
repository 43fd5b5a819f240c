CREATE TABLE "incident" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"environment_id" text,
	"state" text NOT NULL,
	"severity" text NOT NULL,
	"version" integer NOT NULL,
	"doc" jsonb NOT NULL,
	"dedupe_key" text,
	"open_key" text,
	"service" text,
	"merged_into" text,
	"opened_at" timestamp(3) with time zone NOT NULL,
	"resolved_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_alert" (
	"workspace_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" text NOT NULL,
	"starts_at" timestamp(3) with time zone NOT NULL,
	"ends_at" timestamp(3) with time zone,
	"service" text NOT NULL,
	"environment_id" text,
	"title" text NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "incident_alert_workspace_id_incident_id_fingerprint_pk" PRIMARY KEY("workspace_id","incident_id","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "incident_mail" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"user_id" text NOT NULL,
	"cause" text NOT NULL,
	"line" text NOT NULL,
	"why" text NOT NULL,
	"queued_at" timestamp(3) with time zone NOT NULL,
	"due_at" timestamp(3) with time zone NOT NULL,
	"taken_at" timestamp(3) with time zone,
	"sent_at" timestamp(3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"fault" text DEFAULT '' NOT NULL,
	"with_id" text,
	"is_worse" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_milestone" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp(3) with time zone,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"source" text NOT NULL,
	"actor_name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_role" (
	"workspace_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"role" text NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"since" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "incident_role_workspace_id_incident_id_role_user_id_pk" PRIMARY KEY("workspace_id","incident_id","role","user_id")
);
--> statement-breakpoint
CREATE TABLE "incident_state" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_task" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"title" text NOT NULL,
	"owner_id" text,
	"owner_name" text DEFAULT '' NOT NULL,
	"due_at" timestamp(3) with time zone,
	"link" text DEFAULT '' NOT NULL,
	"done_at" timestamp(3) with time zone,
	"done_by" text DEFAULT '' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_update" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"audience" text NOT NULL,
	"body" text NOT NULL,
	"by_id" text NOT NULL,
	"by_name" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suspect" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"title" text NOT NULL,
	"changed_at" timestamp(3) with time zone NOT NULL,
	"service" text,
	"score" double precision NOT NULL,
	"features" jsonb NOT NULL,
	"state" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"by" text DEFAULT '' NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "timeline_event" ADD COLUMN "incident_id" text;--> statement-breakpoint
ALTER TABLE "timeline_event" ADD COLUMN "service" text;--> statement-breakpoint
ALTER TABLE "timeline_event" ADD COLUMN "pinned" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "timeline_event" ADD COLUMN "title_original" text;--> statement-breakpoint
ALTER TABLE "timeline_event" ADD COLUMN "visibility" text DEFAULT 'internal' NOT NULL;--> statement-breakpoint
ALTER TABLE "timeline_event" ADD COLUMN "supersedes" text;--> statement-breakpoint
CREATE UNIQUE INDEX "incident_number" ON "incident" USING btree ("workspace_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_one_open" ON "incident" USING btree ("workspace_id","open_key");--> statement-breakpoint
CREATE INDEX "incident_cause" ON "incident" USING btree ("workspace_id","dedupe_key","opened_at");--> statement-breakpoint
CREATE INDEX "incident_state_at" ON "incident" USING btree ("workspace_id","state","opened_at");--> statement-breakpoint
CREATE INDEX "incident_merged" ON "incident" USING btree ("workspace_id","merged_into");--> statement-breakpoint
CREATE INDEX "incident_alert_fingerprint" ON "incident_alert" USING btree ("workspace_id","fingerprint","updated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_mail_once" ON "incident_mail" USING btree ("workspace_id","incident_id","user_id","cause");--> statement-breakpoint
CREATE INDEX "incident_mail_waiting" ON "incident_mail" USING btree ("workspace_id","incident_id","user_id") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "incident_milestone_incident" ON "incident_milestone" USING btree ("workspace_id","incident_id","seq");--> statement-breakpoint
CREATE INDEX "incident_state_incident" ON "incident_state" USING btree ("workspace_id","incident_id","seq");--> statement-breakpoint
CREATE INDEX "incident_task_incident" ON "incident_task" USING btree ("workspace_id","incident_id","created_at");--> statement-breakpoint
CREATE INDEX "incident_update_incident" ON "incident_update" USING btree ("workspace_id","incident_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "suspect_ref" ON "suspect" USING btree ("workspace_id","incident_id","kind","ref");--> statement-breakpoint
CREATE INDEX "timeline_event_incident" ON "timeline_event" USING btree ("workspace_id","incident_id","occurred_at");--> statement-breakpoint
CREATE INDEX "timeline_event_supersedes" ON "timeline_event" USING btree ("workspace_id","supersedes");