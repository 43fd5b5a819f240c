CREATE TABLE "learning" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"rollout_id" text NOT NULL,
	"claim" text NOT NULL,
	"effect" text NOT NULL,
	"words" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rollout_draft" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"rollout_id" text,
	"form" jsonb NOT NULL,
	"version" integer NOT NULL,
	"author_id" text NOT NULL,
	"author_name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rollout_review" (
	"workspace_id" text NOT NULL,
	"rollout_id" text NOT NULL,
	"review" jsonb NOT NULL,
	"version" integer NOT NULL,
	"author_id" text NOT NULL,
	"author_name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "rollout_review_workspace_id_rollout_id_pk" PRIMARY KEY("workspace_id","rollout_id")
);
--> statement-breakpoint
ALTER TABLE "learning" ADD CONSTRAINT "learning_rollout_id_rollout_id_fk" FOREIGN KEY ("rollout_id") REFERENCES "public"."rollout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollout_review" ADD CONSTRAINT "rollout_review_rollout_id_rollout_id_fk" FOREIGN KEY ("rollout_id") REFERENCES "public"."rollout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "learning_number" ON "learning" USING btree ("workspace_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "learning_rollout" ON "learning" USING btree ("workspace_id","rollout_id");--> statement-breakpoint
CREATE INDEX "rollout_draft_newest" ON "rollout_draft" USING btree ("workspace_id","updated_at");--> statement-breakpoint
CREATE INDEX "rollout_newest" ON "rollout" USING btree ("workspace_id","state","number");