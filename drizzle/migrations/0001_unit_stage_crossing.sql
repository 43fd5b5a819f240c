DROP INDEX "unit_stage_entry";--> statement-breakpoint
ALTER TABLE "unit_stage" ADD COLUMN "metrics" smallint NOT NULL;--> statement-breakpoint
ALTER TABLE "unit_stage" ADD COLUMN "crossed" boolean NOT NULL;--> statement-breakpoint
CREATE INDEX "unit_stage_entry" ON "unit_stage" USING btree ("workspace_id","rollout_id","arrived_at");