CREATE TABLE "sla_policy" (
	"workspace_id" text PRIMARY KEY NOT NULL,
	"policy" jsonb NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_unplaced" (
	"workspace_id" text NOT NULL,
	"item_id" text NOT NULL,
	"alias" "bytea" NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"next_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "feedback_unplaced_workspace_id_item_id_alias_pk" PRIMARY KEY("workspace_id","item_id","alias")
);
--> statement-breakpoint
ALTER TABLE "feedback_item" ADD COLUMN "clocks" jsonb;--> statement-breakpoint
ALTER TABLE "feedback_item" ADD COLUMN "due_at" timestamp(3) with time zone DEFAULT '9999-12-31T00:00:00Z' NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback_item" ADD COLUMN "risk_at" timestamp(3) with time zone DEFAULT '9999-12-31T00:00:00Z' NOT NULL;--> statement-breakpoint
CREATE INDEX "feedback_unplaced_next" ON "feedback_unplaced" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "feedback_item_due" ON "feedback_item" USING btree ("workspace_id","bucket","due_at","id");