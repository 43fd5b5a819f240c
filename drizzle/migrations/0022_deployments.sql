CREATE TABLE "commit_ref" (
	"workspace_id" text NOT NULL,
	"deployment_id" text NOT NULL,
	"sha" text NOT NULL,
	"committed_at" timestamp(3) with time zone,
	"title" text DEFAULT '' NOT NULL,
	CONSTRAINT "commit_ref_workspace_id_deployment_id_sha_pk" PRIMARY KEY("workspace_id","deployment_id","sha")
);
--> statement-breakpoint
CREATE TABLE "deployment" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"key" "bytea" NOT NULL,
	"provider" text NOT NULL,
	"provider_id" text DEFAULT '' NOT NULL,
	"service" text NOT NULL,
	"environment_id" text,
	"environment_told" text NOT NULL,
	"repository" text DEFAULT '' NOT NULL,
	"version" text DEFAULT '' NOT NULL,
	"sha" text DEFAULT '' NOT NULL,
	"ref" text DEFAULT '' NOT NULL,
	"previous_sha" text DEFAULT '' NOT NULL,
	"pipeline" text DEFAULT '' NOT NULL,
	"url" text DEFAULT '' NOT NULL,
	"by_name" text DEFAULT '' NOT NULL,
	"status" text NOT NULL,
	"status_at" timestamp(3) with time zone NOT NULL,
	"started_at" timestamp(3) with time zone,
	"finished_at" timestamp(3) with time zone,
	"failed_at" timestamp(3) with time zone,
	"rolled_back_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "deployment_status" CHECK ("deployment"."status" in ('started', 'finished', 'failed', 'rolled-back'))
);
--> statement-breakpoint
CREATE TABLE "deployment_delivery" (
	"workspace_id" text NOT NULL,
	"provider" text NOT NULL,
	"delivery_id" text NOT NULL,
	"source_id" text,
	"event" text NOT NULL,
	"outcome" text NOT NULL,
	"detail" text NOT NULL,
	"deployment_id" text,
	"received_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "deployment_delivery_workspace_id_provider_delivery_id_pk" PRIMARY KEY("workspace_id","provider","delivery_id")
);
--> statement-breakpoint
CREATE TABLE "deployment_mapping" (
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"told" text NOT NULL,
	"environment_id" text,
	"service" text,
	"ignored" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "deployment_mapping_workspace_id_kind_told_pk" PRIMARY KEY("workspace_id","kind","told"),
	CONSTRAINT "deployment_mapping_kind" CHECK ("deployment_mapping"."kind" in ('environment', 'repository'))
);
--> statement-breakpoint
CREATE TABLE "deployment_source" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"provider" text NOT NULL,
	"name" text NOT NULL,
	"secret" "bytea" NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "deployment_source_provider" CHECK ("deployment_source"."provider" in ('github', 'gitlab'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "deployment_key" ON "deployment" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE INDEX "deployment_time" ON "deployment" USING btree ("workspace_id","status_at","id");--> statement-breakpoint
CREATE INDEX "deployment_before" ON "deployment" USING btree ("workspace_id","service","environment_id","finished_at");--> statement-breakpoint
CREATE INDEX "deployment_unmapped" ON "deployment" USING btree ("workspace_id","environment_told") WHERE "deployment"."environment_id" is null;--> statement-breakpoint
CREATE INDEX "deployment_delivery_time" ON "deployment_delivery" USING btree ("workspace_id","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "deployment_source_name" ON "deployment_source" USING btree ("workspace_id","provider","name");