DROP INDEX "unit_stage_entry";--> statement-breakpoint
CREATE INDEX "unit_stage_entry" ON "unit_stage" USING btree ("rollout_id","arrived_at");