CREATE TABLE "flag_naming" (
	"workspace_id" text PRIMARY KEY NOT NULL,
	"rule" jsonb NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "flag_seen" (
	"workspace_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"flag_key" text NOT NULL,
	"variant" text NOT NULL,
	"first_at" timestamp(3) with time zone NOT NULL,
	"last_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "flag_seen_workspace_id_environment_id_flag_key_variant_pk" PRIMARY KEY("workspace_id","environment_id","flag_key","variant")
);
--> statement-breakpoint
CREATE TABLE "segment_version" (
	"workspace_id" text NOT NULL,
	"segment_id" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"note" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "segment_version_workspace_id_segment_id_version_pk" PRIMARY KEY("workspace_id","segment_id","version")
);
--> statement-breakpoint
ALTER TABLE "flag_version" ADD COLUMN "actor_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "flag_version" ADD COLUMN "change" text DEFAULT 'edited' NOT NULL;--> statement-breakpoint
ALTER TABLE "flag_version" ADD COLUMN "note" text DEFAULT '' NOT NULL;