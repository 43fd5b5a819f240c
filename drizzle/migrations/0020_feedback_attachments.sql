CREATE TABLE "feedback_attachment" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"item_id" text,
	"position" smallint DEFAULT 0 NOT NULL,
	"media_type" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"bytes" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "feedback_attachment_item" ON "feedback_attachment" USING btree ("workspace_id","item_id","position");--> statement-breakpoint
CREATE INDEX "feedback_attachment_unused" ON "feedback_attachment" USING btree ("workspace_id","created_at") WHERE item_id is null;