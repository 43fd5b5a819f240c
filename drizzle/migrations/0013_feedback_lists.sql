ALTER TABLE "outbox_message" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "outbox_message" CASCADE;--> statement-breakpoint
CREATE INDEX "feedback_item_counts" ON "feedback_item" USING btree ("workspace_id","bucket","assignee_id","team_id");--> statement-breakpoint
CREATE INDEX "feedback_item_channel" ON "feedback_item" USING btree ("workspace_id","channel","bucket","bumped_at" DESC NULLS LAST,"id" DESC NULLS LAST);