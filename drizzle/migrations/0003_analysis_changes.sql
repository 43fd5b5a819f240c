ALTER TABLE "tick_log" ALTER COLUMN "data" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "tick_log_change" ON "tick_log" USING btree ("workspace_id","rollout_id","seq") WHERE kind = 'config';