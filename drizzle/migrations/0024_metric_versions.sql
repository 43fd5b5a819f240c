ALTER TABLE "metric" ADD COLUMN "measured_since" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "metric" ADD COLUMN "archived_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "metric_version" ADD COLUMN "actor_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_version" ADD COLUMN "note" text DEFAULT '' NOT NULL;