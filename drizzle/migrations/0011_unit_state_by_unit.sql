DROP INDEX "unit_stage_unit";--> statement-breakpoint
ALTER TABLE "unit_metric" DROP CONSTRAINT "unit_metric_workspace_id_rollout_id_unit_metric_stage_id_pk";--> statement-breakpoint
ALTER TABLE "unit_stage" DROP CONSTRAINT "unit_stage_workspace_id_rollout_id_unit_stage_id_pk";--> statement-breakpoint
ALTER TABLE "unit_metric" ADD CONSTRAINT "unit_metric_workspace_id_unit_rollout_id_metric_stage_id_pk" PRIMARY KEY("workspace_id","unit","rollout_id","metric","stage_id");--> statement-breakpoint
ALTER TABLE "unit_stage" ADD CONSTRAINT "unit_stage_workspace_id_unit_rollout_id_stage_id_pk" PRIMARY KEY("workspace_id","unit","rollout_id","stage_id");